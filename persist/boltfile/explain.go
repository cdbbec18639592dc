package boltfile

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"unicode"

	berrors "go.etcd.io/bbolt/errors"

	"nianbao/persist"
)

var (
	errEmpty = errors.New("empty file")
	// errVanished is the cause where the file is gone, and copies of it are not.
	errVanished = errors.New("store is gone")
)

// explain turns any error of a transaction into one that a person can read.
func (f *file) explain(err error, writing bool) error {
	var worded *persist.Problem
	switch {
	case err == nil:
		return nil
	case errors.As(err, &worded):
		return err
	case errors.Is(err, fs.ErrNotExist) && f.vanished() != nil:
		return f.vanished()
	case errors.Is(err, berrors.ErrTimeout), oneOf(err, busyErrnos):
		return &persist.Problem{Kind: persist.ErrBusy, Text: fmt.Sprintf("数据文件 %s 正被另一个程序占用", f.path), Cause: err}
	case errors.Is(err, errEmpty):
		return f.damaged("数据文件 %s 是空的（长度为零）", err)
	case unreadable(err) && isText(f.path):
		return f.damaged("%s 是文字文件，不是 nianbao 的数据文件", err)
	case errors.Is(err, persist.ErrForeign), errors.Is(err, berrors.ErrInvalid):
		return f.damaged("数据文件 %s 不是 nianbao 的数据文件，或者开头已损坏", err)
	case unreadable(err):
		return f.damaged("数据文件 %s 已损坏，无法读取", err)
	case oneOf(err, fullErrnos):
		return &persist.Problem{Kind: persist.ErrFull, Text: fmt.Sprintf("磁盘或配额已满，%s 写不进去", f.path), Cause: err}
	case writing && oneOf(err, protectedErrnos):
		disk := diskOf(filepath.Dir(f.path))
		return &persist.Problem{Kind: persist.ErrReadOnly, Text: fmt.Sprintf("数据文件 %s 只能读，不能写入：%s现在是只读的", f.path, disk),
			Advice: "请管理员把它改成可写；磁盘出错时系统会自己改成只读，请先备份", Cause: err}
	case writing && oneOf(err, deniedErrnos):
		return &persist.Problem{Kind: persist.ErrReadOnly, Text: fmt.Sprintf("数据文件 %s 只能读，不能写入%s", f.path, persist.Whose(f.path)), Cause: err}
	case oneOf(err, diskErrnos):
		return &persist.Problem{Kind: persist.ErrDisk, Text: fmt.Sprintf("读写数据文件 %s 时磁盘出错（%v）", f.path, err), Cause: err}
	case oneOf(err, deniedErrnos):
		return &persist.Problem{Kind: persist.ErrUnreadable, Text: fmt.Sprintf("您没有权限打开数据文件 %s%s", f.path, persist.Whose(f.path)), Advice: denied(f.path), Cause: err}
	}
	return &persist.Problem{Kind: persist.ErrUnreadable, Text: fmt.Sprintf("数据文件 %s 打不开（%v）", f.path, err), Cause: err}
}

// unreadable reports whether an error is about what is in a file.
func unreadable(err error) bool {
	for _, known := range []error{persist.ErrForeign, persist.ErrRecords, berrors.ErrInvalid, berrors.ErrChecksum, berrors.ErrVersionMismatch} {
		if errors.Is(err, known) {
			return true
		}
	}
	return strings.Contains(err.Error(), "file size too small") // bbolt has no value for this one
}

// isText reports whether a file begins as text does, and a store never.
func isText(path string) bool {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close() // only read
	head := make([]byte, 512)
	n, err := io.ReadFull(f, head)
	return (err == nil || errors.Is(err, io.ErrUnexpectedEOF)) &&
		!bytes.ContainsFunc(head[:n], func(r rune) bool { return unicode.IsControl(r) && !unicode.IsSpace(r) })
}

// denied is what to do where the system lets somebody not in.
func denied(path string) string {
	return cmp.Or(persist.Outsider(path), "请让管理员把它交给您用（可能有人用管理员身份运行过 nianbao）；也可以用 --data 换一个文件夹")
}

// oneOf reports whether an error is, or ends in the words of, one of errnos:
// bbolt passes some errors on as text only.
func oneOf(err error, errnos []syscall.Errno) bool {
	for _, errno := range errnos {
		if errors.Is(err, errno) || strings.HasSuffix(err.Error(), ": "+errno.Error()) {
			return true
		}
	}
	return false
}

// unsure words a commit that failed at the last moment.
func (f *file) unsure(err error) error {
	return &persist.Problem{Kind: persist.ErrUnsure, Text: fmt.Sprintf("已经存进数据文件 %s，但磁盘没有确认写牢（%v）", f.path, err), Cause: err}
}

// folder is the store's folder as a command names it.
func (f *file) folder() string {
	folder := filepath.Dir(f.path)
	if strings.ContainsFunc(folder, unicode.IsSpace) {
		return `"` + folder + `"`
	}
	return folder
}

// damaged words a damaged file; format takes the path.
func (f *file) damaged(format string, cause error) error {
	p := &persist.Problem{Kind: persist.ErrDamaged, Text: fmt.Sprintf(format, f.path), Cause: cause,
		Advice: fmt.Sprintf("文件原样未动，也不要删除它；运行 nianbao doctor --mend --data %s，把能读的报告救到新的数据文件里", f.folder())}
	if newest := f.newestCopy(); newest != "" {
		p.Advice += fmt.Sprintf("，缺的从最近的备份 %s 补", newest)
	}
	return p
}
