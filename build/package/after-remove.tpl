#!/bin/bash
# Takes away what the installation put outside its own folder (the command, the AppArmor profile), and nothing of a clinic's.

if type update-alternatives >/dev/null 2>&1; then
    update-alternatives --remove '${executable}' '/opt/${sanitizedProductName}/${executable}'
else
    rm -f '/usr/bin/${executable}'
fi

profile='/etc/apparmor.d/${executable}'
if [ -f "$profile" ]; then
    # in a chroot the kernel is somebody else's
    if apparmor_status --enabled >/dev/null 2>&1 && hash apparmor_parser 2>/dev/null &&
        ! { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; }; then
        apparmor_parser --remove "$profile" || true
    fi
    rm -f "$profile"
fi

case "${LC_ALL:-${LC_MESSAGES:-$LANG}}" in
    en*) text="Salvaguarda was removed. The clinic's copies stay where they are: nothing was erased from disks, network or cloud, nor this computer's settings and register (~/.config/Salvaguarda). Keep the paper with the 24 words: with it and one of the disks everything comes back." ;;
    *) text="O Salvaguarda foi removido. As cópias da clínica continuam onde estão: nada foi apagado dos discos, da rede ou da nuvem, nem os ajustes e o livro de registro deste computador (~/.config/Salvaguarda). Guarde o papel com as 24 palavras: com ele e um dos discos, tudo volta." ;;
esac
case "$1" in remove | purge) echo "$text" ;; esac
exit 0
