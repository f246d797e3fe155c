#!/bin/bash
# After the files lie in their places: the command, and the two ways in which Chromium may shut its pages in.

if type update-alternatives >/dev/null 2>&1; then
    update-alternatives --install '/usr/bin/${executable}' '${executable}' '/opt/${sanitizedProductName}/${executable}' 100
else
    ln -sf '/opt/${sanitizedProductName}/${executable}' '/usr/bin/${executable}'
fi

# Chromium prefers namespaces of its own and takes this helper where a system keeps those from people without rights. Whether it
# does cannot be asked here: root may always make some. The helper runs as root by its mode, and gives nobody anything.
chown root:root '/opt/${sanitizedProductName}/chrome-sandbox'
chmod 4755 '/opt/${sanitizedProductName}/chrome-sandbox'

# Ubuntu 23.10 and later: namespaces only for programs that a profile of AppArmor names. An older AppArmor does not understand
# it and needs none.
profile='/opt/${sanitizedProductName}/resources/apparmor-profile'
if apparmor_status --enabled >/dev/null 2>&1 && apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
    cp -f "$profile" '/etc/apparmor.d/${executable}'
    # in a chroot the kernel is somebody else's
    { [ -x /usr/bin/ischroot ] && /usr/bin/ischroot; } ||
        apparmor_parser --replace --write-cache --skip-read-cache '/etc/apparmor.d/${executable}' || true
fi

if type update-desktop-database >/dev/null 2>&1; then update-desktop-database /usr/share/applications || true; fi
exit 0
