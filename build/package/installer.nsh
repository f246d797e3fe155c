; What our installer does on top of electron-builder's. Included while the uninstaller is made, too.
!ifdef BUILD_UNINSTALLER
  LangString cofresFicam 1046 "O Salvaguarda foi removido deste computador.$\r$\n$\r$\nAs cópias da clínica continuam onde estão: nada foi apagado dos discos, da rede ou da nuvem. Também ficam os ajustes e o livro de registro deste computador.$\r$\n$\r$\nGuarde o papel com as 24 palavras. Com ele e um dos discos, tudo volta, neste ou em outro computador."
  LangString cofresFicam 1033 "Salvaguarda was removed from this computer.$\r$\n$\r$\nThe clinic's copies stay where they are: nothing was erased from disks, network or cloud. This computer's settings and its register stay, too.$\r$\n$\r$\nKeep the paper with the 24 words. With it and one of the disks everything comes back, on this computer or another one."
!endif

!macro customUnInstall
  ${ifNot} ${isUpdated}
    ; The app's own entry that starts it at log-on (Electron names it after the app's id). Nothing of the clinic's is touched.
    SetShellVarContext current
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${APP_ID}"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${APP_ID}"
    SetShellVarContext all
    ${ifNot} ${Silent}
      MessageBox MB_OK|MB_ICONINFORMATION "$(cofresFicam)"
    ${endIf}
  ${endIf}
!macroend
