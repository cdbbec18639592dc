package backend

import (
	"cmp"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"nianbao/model"
)

// Fence keeps the paths that people give inside one folder, where an
// administrator has closed the program in. Every such path goes through
// [Fence.Check] before anything looks at it. The zero Fence lets all through.
//
// It holds against people who can only run this program: they can make no links.
type Fence struct {
	said   string // the folder as it was named
	real   string // the same without links
	advice string // for who may not go in
}

// NewFence is the fence round a folder, which has to be there; "" for none. Advice
// is what to do for somebody whom the system doesn't let in, "" where nobody knows.
func NewFence(folder, advice string) (Fence, error) {
	if folder == "" {
		return Fence{}, nil
	}
	real, err := filepath.EvalSymlinks(folder)
	var info fs.FileInfo
	if err == nil {
		info, err = os.Stat(real)
	}
	if err != nil || !info.IsDir() {
		return Fence{}, &problem{model.CodeUnusable, "管理员规定的导出文件夹 " + folder + " 不能用", cmp.Or(advice, "请管理员建好这个文件夹，并给您读写的权限")}
	}
	return Fence{folder, real, advice}, nil
}

// Folder is what is inside the fence; "" for everything.
func (f Fence) Folder() string { return f.real }

// CheckAll checks several paths.
func (f Fence) CheckAll(paths ...string) error {
	for _, p := range paths {
		if err := f.Check(p); err != nil {
			return err
		}
	}
	return nil
}

// Close makes the folder the present one for the whole program, and forgets what
// in the environment might lead elsewhere: a home, where libraries look for
// descriptions of terminals, and where cobra writes what it completes. See also
// package environ.
func (f Fence) Close() error {
	if f.real == "" {
		return nil
	}
	if err := os.Chdir(f.real); err != nil {
		return &problem{model.CodeUnusable, "管理员规定的导出文件夹 " + f.said + " 进不去", cmp.Or(f.advice, "请管理员给您这个文件夹的读写权限")}
	}
	var errs []error
	for _, name := range []string{"HOME", "TERMINFO", "TERMINFO_DIRS", "BASH_COMP_DEBUG_FILE"} {
		errs = append(errs, os.Unsetenv(name))
	}
	return errors.Join(errs...)
}

// Check refuses a path that is not inside the fence, or that a link or a device
// might lead out of it. Relative paths are relative to the folder.
func (f Fence) Check(path string) error {
	if f.real == "" {
		return nil
	}
	outside := Usage("把文件放进那个文件夹，只写文件名", "管理员规定只能用 %s 里面的文件，不能用「%s」", f.said, path)
	slashed := filepath.ToSlash(path)
	home := slashed == "~" || strings.HasPrefix(slashed, "~") && strings.Contains(slashed, "/")
	if home || slices.Contains(strings.Split(slashed, "/"), "..") || strings.ContainsFunc(path, unicode.IsControl) {
		return outside
	}
	within, err := f.within(path)
	if err != nil {
		return outside
	}
	at := f.real
	for _, part := range strings.Split(within, string(filepath.Separator)) {
		at = filepath.Join(at, part)
		info, err := os.Lstat(at)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil // nor is there anything below it
		case err != nil:
			return outside
		case info.Mode()&fs.ModeSymlink != 0:
			return Usage("请用文件本身，不用链接", "「%s」是一个链接（或者经过链接），没有打开", path)
		case !info.IsDir() && !info.Mode().IsRegular():
			return Usage("请选一个普通文件", "「%s」不是普通文件，没有打开", path)
		}
	}
	return nil
}

// within is the path as seen from the folder.
func (f Fence) within(path string) (string, error) {
	if !filepath.IsAbs(path) {
		if path = filepath.Clean(path); !filepath.IsLocal(path) {
			return "", fs.ErrInvalid
		}
		return path, nil
	}
	for _, root := range []string{f.said, f.real} {
		if rel, err := filepath.Rel(root, path); err == nil && filepath.IsLocal(rel) {
			return rel, nil
		}
	}
	return "", fs.ErrInvalid
}
