package persist

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// seen is a file, or the innermost of the folders round it that can be seen; nil
// for none.
func seen(path string) (string, fs.FileInfo) {
	for {
		info, err := os.Stat(path)
		up := filepath.Dir(path)
		switch {
		case err == nil:
			return path, info
		case up == path:
			return path, nil
		}
		path = up
	}
}

// Whose says in brackets who owns what is seen of a file, and who may do what with
// it; "" where nobody knows.
func Whose(path string) string {
	path, info := seen(path)
	if info == nil || owner(info) == "" {
		return ""
	}
	said := owner(info) + " 的"
	if name, _ := group(info); info.Mode()&0o070 != 0 {
		said += "，组 " + name
	}
	return fmt.Sprintf("（%s 是 %s，权限 %s）", filepath.Base(path), said, info.Mode())
}

// Outsider is what to do for somebody who is not in the group that may write a file; ""
// where that is not the reason.
func Outsider(path string) string {
	_, info := seen(path)
	if info == nil || info.Mode()&0o022 != 0o020 {
		return ""
	}
	if name, member := group(info); name != "" && !member {
		return fmt.Sprintf("这个文件夹归组 %s 用，您不在组里：请管理员运行 usermod -aG %s 您的账号；已经加过的，退出登录，再登录一次", name, name)
	}
	return ""
}
