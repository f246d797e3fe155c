/**
 * Where PowerShell lies on a computer with Windows, by the environment's own word for Windows' folder.
 *
 * SECURITY: always the whole path. Windows looks for a bare name in the folder somebody works in first, and that may be a stranger's disk.
 */
export const windowsPowerShell = ({
  SystemRoot = 'C:\\Windows',
}: Readonly<Record<string, string | undefined>>): string =>
  `${SystemRoot}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`
