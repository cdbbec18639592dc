package export

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"nianbao/model"
)

// maxTries bounds the search for a free name.
const maxTries = 99

// File writes a report to a file, whole or not at all: beside the target under
// a temporary name, synced, then renamed. A file that is there already and may
// have been edited since it was written stays; so does one that can't be
// replaced, because it is write-protected or open in WPS on Windows. The new file
// then gets another name, …(2).docx, which never is one that is taken. Its errors
// carry a code and a hint; see [Error].
func File(path, format string, r *model.Report, o Options) (Written, error) {
	data, notes, err := render(format, r, o)
	if err != nil {
		return Written{}, err
	}
	mode := finished
	if o.Rescue != nil {
		mode = private
	}
	if o.MakeFolder && path != "" {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return Written{}, writeError(path, err)
		}
	}
	return place(path, data, notes, o.Known, o.Overwrite, mode)
}

// The modes of files, before the umask.
const (
	finished fs.FileMode = 0o644
	private  fs.FileMode = 0o600 // what was half typed is nobody else's business
)

// shared is the mode of finished files in a group's folder, whatever the umask: the
// others of the group take them away, or replace them.
const shared fs.FileMode = 0o660

// ofGroup reports whether a folder is a group's, on a shared server.
func ofGroup(dir string) bool {
	info, err := os.Stat(dir)
	return err == nil && info.Mode()&fs.ModeSetgid != 0
}

// place is File for bytes.
func place(path string, data []byte, notes, known []string, overwrite bool, mode fs.FileMode) (Written, error) {
	if path == "" {
		return Written{}, &Error{model.CodeUsage, "没有给出文件名", "请写明要导出到哪个文件", nil}
	}
	if err := Fits(path); err != nil {
		return Written{}, err
	}
	sum := sha256.Sum256(data)
	written := Written{Path: path, Sum: hex.EncodeToString(sum[:]), Notes: notes}
	info, err := os.Stat(path)
	switch {
	case err == nil && info.IsDir():
		return Written{}, &Error{model.CodeUnwritable, "「" + path + "」是文件夹，不是文件", "请移走或改名这个文件夹，或者换一个位置", nil}
	case err == nil && !info.Mode().IsRegular():
		// A device or a pipe takes the bytes; replacing it would be harm.
		return written, writeThrough(path, data)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return Written{}, writeError(path, err)
	}
	if err == nil && !overwrite {
		switch there, err := sumOf(path); {
		case err == nil && there == written.Sum:
			return written, nil // it is the same
		case err != nil || !slices.Contains(known, there):
			written.Kept = true
		}
	}
	protected := err == nil && info.Mode().Perm()&0o200 == 0
	if written.Kept { // beside it, in the place of what was written there before
		if other := besideOf(path, known); other != "" {
			path, protected = other, false
		} else {
			protected = true
		}
	}
	written.Path, err = replace(path, data, protected, mode)
	if err == nil && written.Path != path && !written.Kept {
		written.Notes = append(written.Notes, "「"+path+"」不能改写（只读，或者正在其他程序里打开），新文件另存在旁边")
	}
	return written, err
}

// besideOf is the first of the names beside path whose file is known; "" where
// none is.
func besideOf(path string, known []string) string {
	for n := 1; n <= maxTries; n++ {
		name := beside(path, n)
		sum, err := sumOf(name)
		if err != nil {
			return ""
		}
		if slices.Contains(known, sum) {
			return name
		}
	}
	return ""
}

// beside is the name for the n-th file beside another.
func beside(path string, n int) string {
	ext := filepath.Ext(path)
	return fmt.Sprintf("%s(%d)%s", strings.TrimSuffix(path, ext), n+1, ext)
}

// sumOf is the sum of a file's bytes.
func sumOf(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	_, err = io.Copy(h, f)
	return hex.EncodeToString(h.Sum(nil)), errors.Join(err, f.Close())
}

// replace puts data in the place of path, or beside it.
func replace(path string, data []byte, keep bool, mode fs.FileMode) (string, error) {
	temporary, err := writeTemporary(filepath.Dir(path), data, mode)
	if err != nil {
		return "", writeError(path, err)
	}
	if err = fs.ErrPermission; !keep {
		err = os.Rename(temporary, path)
	}
	if err == nil {
		syncDir(filepath.Dir(path))
		return path, nil
	}
	other, failed := moveBeside(temporary, path)
	if failed == nil {
		syncDir(filepath.Dir(path))
		return other, nil
	}
	return "", writeError(path, errors.Join(err, failed, os.Remove(temporary)))
}

// syncDir makes a new name in a folder outlast a power cut, where the system can.
func syncDir(dir string) {
	if f, err := os.Open(dir); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}

// writeTemporary writes data to a new file in dir and returns its name.
func writeTemporary(dir string, data []byte, mode fs.FileMode) (string, error) {
	f, err := createNew(mode, func(n int) string {
		return filepath.Join(dir, fmt.Sprintf(".nianbao-%d-%d.tmp", os.Getpid(), n))
	})
	if err != nil {
		return "", err
	}
	_, err = f.Write(data)
	if err == nil && mode == finished && ofGroup(dir) {
		err = f.Chmod(shared)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// moveBeside gives the temporary file a free name like path's. The name is
// taken first with an empty file, so that nobody else's is overwritten.
func moveBeside(temporary, path string) (string, error) {
	f, err := createNew(private, func(n int) string { return beside(path, n) })
	if err != nil {
		return "", err
	}
	if err := errors.Join(f.Close(), os.Rename(temporary, f.Name())); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	return f.Name(), nil
}

// createNew creates the first of the names from n = 1 on that is free.
func createNew(mode fs.FileMode, name func(n int) string) (*os.File, error) {
	var f *os.File
	var err error
	for n := 1; n <= maxTries; n++ {
		f, err = os.OpenFile(name(n), os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return f, err
}

func writeThrough(path string, data []byte) error {
	f, err := openDevice(path)
	if err != nil {
		return writeError(path, err)
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Close()); err != nil {
		return writeError(path, err)
	}
	return nil
}
