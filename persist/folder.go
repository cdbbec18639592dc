package persist

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	bolt "go.etcd.io/bbolt"
)

const (
	appName  = "nianbao"
	fileName = "nianbao.db"
)

// DefaultDir is the folder of the user's own store by the platform's
// convention: XDG_DATA_HOME or ~/.local/share, %LOCALAPPDATA%, or
// ~/Library/Application Support, and "nianbao" below it. The error says that
// there is no home, and to use --data.
func DefaultDir() (string, error) {
	base, err := dataHome()
	if err != nil {
		return "", &problem{Kind: ErrUnreadable, text: "找不到您的个人数据文件夹（没有 HOME 之类的环境变量）",
			hint: "请用 --data 或 NIANBAO_DATA 指定一个文件夹", cause: err}
	}
	return filepath.Join(base, appName), nil
}

func dataHome() (string, error) {
	if runtime.GOOS == "windows" {
		return os.UserCacheDir() // which is %LOCALAPPDATA%
	}
	// The convention says that a relative path in the variable is no path.
	if xdg := os.Getenv("XDG_DATA_HOME"); runtime.GOOS != "darwin" && filepath.IsAbs(xdg) {
		return xdg, nil
	}
	home, err := os.UserHomeDir()
	if runtime.GOOS == "darwin" {
		return filepath.Join(home, "Library", "Application Support"), err
	}
	return filepath.Join(home, ".local", "share"), err
}

// prepare sees to the folder, and to the file in it.
func (s *Store) prepare() error {
	dir := filepath.Dir(s.path)
	_, missing := os.Stat(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return s.explainFolder(err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return s.explainFolder(err)
	}
	s.network = networkKind(dir)
	s.mode, s.dirMode = modes(dir)
	if missing != nil && info.Mode()&fs.ModeSetgid != 0 { // made just now, below the group's
		if err := os.Chmod(dir, s.dirMode); err != nil {
			return s.explainFolder(err)
		}
	}
	if _, err := os.Lstat(s.path); errors.Is(err, fs.ErrNotExist) {
		if err := s.vanished(); err != nil {
			return err
		}
		return s.explainFolder(s.create())
	}
	return nil // whether it can be read, the first transaction finds out
}

// modes are those of files and folders in a store's folder.
func modes(dir string) (file, folder fs.FileMode) {
	if info, err := os.Stat(dir); err == nil && info.Mode()&fs.ModeSetgid != 0 { // a group's folder on a shared server
		return 0o660, 0o770 | fs.ModeSetgid
	}
	return 0o600, 0o700
}

func (s *Store) explainFolder(err error) error {
	dir := filepath.Dir(s.path)
	switch {
	case err == nil:
		return nil
	case oneOf(err, deniedErrnos):
		return &problem{Kind: ErrReadOnly, text: fmt.Sprintf("文件夹 %s 不能写入，建不了数据文件%s", dir, whose(dir)), hint: denied(dir), cause: err}
	case oneOf(err, fullErrnos):
		return &problem{Kind: ErrFull, text: fmt.Sprintf("磁盘或配额已满，在 %s 建不了数据文件", dir), cause: err}
	}
	return &problem{Kind: ErrUnreadable, text: fmt.Sprintf("文件夹 %s 不能用（%v）", dir, err), cause: err}
}

// create makes the file whole under another name and gives it its own name in
// one step: nobody ever sees half of it, and of two programs that start at the
// same moment one makes the file that both use.
func (s *Store) create() error {
	dir := filepath.Dir(s.path)
	f, err := os.CreateTemp(dir, fileName+".*.new")
	if err != nil {
		return err
	}
	temp := f.Name()
	defer os.Remove(temp) // gone already where it was renamed
	err = errors.Join(f.Close(), fillNew(temp), os.Chmod(temp, s.mode))
	if err != nil {
		return err
	}
	err = os.Link(temp, s.path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = renameNew(temp, s.path) // no hard links here: FAT, some network shares
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	syncDir(dir)
	return nil
}

// fillNew lays an empty file out.
func fillNew(path string) error {
	db, err := bolt.Open(path, 0, &bolt.Options{Timeout: lockWait})
	if err != nil {
		return err
	}
	return errors.Join(db.Update(layOut), db.Close())
}

// syncDir makes a new name in a folder outlast a power cut, where the system
// can; where it can't (Windows) there is nothing else to try.
func syncDir(dir string) {
	if f, err := os.Open(dir); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}
