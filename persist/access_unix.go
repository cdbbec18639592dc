//go:build unix

package persist

import (
	"io/fs"
	"os"
	"os/user"
	"slices"
	"strconv"
	"syscall"
)

// owner is whose a file is; "" where nobody knows.
func owner(info fs.FileInfo) string {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return ""
	}
	uid := strconv.FormatUint(uint64(s.Uid), 10)
	if u, err := user.LookupId(uid); err == nil {
		return u.Username
	}
	return "uid " + uid
}

// group is a file's group, and whether who runs this program is in it, or is the
// owner; "" where nobody knows.
func group(info fs.FileInfo) (name string, member bool) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return "", false
	}
	gids, err := os.Getgroups()
	if err != nil {
		return "", false
	}
	name = "gid " + strconv.FormatUint(uint64(s.Gid), 10)
	if g, err := user.LookupGroupId(strconv.FormatUint(uint64(s.Gid), 10)); err == nil {
		name = g.Name
	}
	return name, int(s.Uid) == os.Geteuid() || slices.Contains(append(gids, os.Getegid()), int(s.Gid))
}

// othersMayWrite reports whether a file can be written by others than its owner.
func othersMayWrite(info fs.FileInfo) bool { return info.Mode()&0o022 != 0 }

// siteFolder is where the administrator's configuration is.
func siteFolder() string { return "/etc" }
