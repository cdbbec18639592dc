package boltfile

import (
	"fmt"
	"path/filepath"
	"slices"

	"github.com/moby/sys/mountinfo"
)

// overNetwork are the file systems that are somebody else's disk, by the names
// that Linux mounts them by, with what people call them.
var overNetwork = map[string]string{
	"nfs": "NFS", "nfs4": "NFS",
	"cifs": "Windows 共享（SMB）", "smb3": "Windows 共享（SMB）", "smbfs": "Windows 共享（SMB）", "fuse.gvfsd-fuse": "文件管理器连接的共享",
	"fuse.sshfs": "SSHFS", "9p": "9P", "ceph": "Ceph", "afs": "AFS", "fuse.glusterfs": "GlusterFS",
	"fuse.davfs": "WebDAV", "davfs": "WebDAV", "fuse.rclone": "网盘（rclone）", "ncpfs": "NetWare",
}

// networkKind is what kind of network share a folder is on; "" for a disk of this
// machine, and where nobody knows.
func networkKind(dir string) string {
	if drive := networkDrive(dir); drive != "" {
		return drive
	}
	return overNetwork[innermost(mountsOf(dir)).FSType]
}

// diskOf is what people may call the disk that a folder is on.
func diskOf(dir string) string {
	if at := innermost(mountsOf(dir)).Mountpoint; at != "" {
		return "磁盘（挂载在 " + at + "）"
	}
	return "所在的磁盘"
}

// mountsOf are the mounts round a folder; none where nobody knows.
func mountsOf(dir string) []*mountinfo.Info {
	path, err := filepath.EvalSymlinks(dir)
	if err != nil {
		return nil // opening the store will say why
	}
	mounts, err := mountinfo.GetMounts(mountinfo.ParentsFilter(path))
	if err != nil {
		return nil // Windows has no such table, and some sandboxes hide it
	}
	return mounts
}

// innermost is that of the mounts round a folder; of several in one place the last
// one counts.
func innermost(mounts []*mountinfo.Info) mountinfo.Info {
	if len(mounts) == 0 {
		return mountinfo.Info{}
	}
	slices.SortStableFunc(mounts, func(a, b *mountinfo.Info) int { return len(a.Mountpoint) - len(b.Mountpoint) })
	return *mounts[len(mounts)-1]
}

// onNetwork says what may happen to a store on a share.
func onNetwork(path, kind string) string {
	return fmt.Sprintf("数据文件夹 %s 在网络共享（%s）上：断线、几台电脑同时写时可能损坏。请换到本机磁盘，或者用 ssh 登录到服务器上填", filepath.Dir(path), kind)
}
