package boltfile

import (
	"strings"
	"testing"

	"github.com/moby/sys/mountinfo"
)

func TestNetworkKind(t *testing.T) {
	const table = `22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
40 22 0:35 / /home rw - nfs4 server:/home rw
41 40 0:36 / /home/local rw - ext4 /dev/vdb rw
42 22 0:37 / /srv/share\040one rw - cifs //server/share rw
43 22 0:38 / /mnt/ssh rw - ext4 /dev/vdc rw
44 43 0:39 / /mnt/ssh rw - fuse.sshfs zhang@server: rw
`
	for path, want := range map[string]string{
		"/": "", "/var/lib/nianbao": "", "/home/zhang/.local/share/nianbao": "NFS", "/home/local/nianbao": "", "/homes": "",
		"/srv/share one": "Windows 共享（SMB）", "/srv/share two": "", "/mnt/ssh/nianbao": "SSHFS",
	} {
		mounts, err := mountinfo.GetMountsFromReader(strings.NewReader(table), mountinfo.ParentsFilter(path))
		if err != nil {
			t.Fatal(err)
		}
		if got := overNetwork[innermost(mounts).FSType]; got != want {
			t.Errorf("%s is on %q, want %q", path, got, want)
		}
	}
}

// TestDiskOf names a disk as whoever mounts it knows it.
func TestDiskOf(t *testing.T) {
	if got := diskOf("/proc/self"); got != "磁盘（挂载在 /proc）" {
		t.Error(got)
	}
	if got := diskOf("/nowhere/at/all"); got != "所在的磁盘" {
		t.Error(got)
	}
}
