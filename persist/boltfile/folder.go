package boltfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"

	"nianbao/persist"
)

const fileName = "nianbao.db"

// prepare sees to the folder, and to the file in it.
func (f *file) prepare() error {
	dir := filepath.Dir(f.path)
	_, missing := os.Stat(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return f.explainFolder(err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return f.explainFolder(err)
	}
	f.network = networkKind(dir)
	f.mode, f.dirMode = modes(dir)
	if missing != nil && info.Mode()&fs.ModeSetgid != 0 { // made just now, below the group's
		if err := os.Chmod(dir, f.dirMode); err != nil {
			return f.explainFolder(err)
		}
	}
	if _, err := os.Lstat(f.path); errors.Is(err, fs.ErrNotExist) {
		if err := f.vanished(); err != nil {
			return err
		}
		return f.explainFolder(f.create())
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

func (f *file) explainFolder(err error) error {
	dir := filepath.Dir(f.path)
	switch {
	case err == nil:
		return nil
	case oneOf(err, deniedErrnos):
		return &persist.Problem{Kind: persist.ErrReadOnly, Text: fmt.Sprintf("文件夹 %s 不能写入，建不了数据文件%s", dir, persist.Whose(dir)), Advice: denied(dir), Cause: err}
	case oneOf(err, fullErrnos):
		return &persist.Problem{Kind: persist.ErrFull, Text: fmt.Sprintf("磁盘或配额已满，在 %s 建不了数据文件", dir), Cause: err}
	}
	return &persist.Problem{Kind: persist.ErrUnreadable, Text: fmt.Sprintf("文件夹 %s 不能用（%v）", dir, err), Cause: err}
}

// create makes the file whole under another name and gives it its own name in
// one step: nobody ever sees half of it, and of two programs that start at the
// same moment one makes the file that both use.
func (f *file) create() error {
	dir := filepath.Dir(f.path)
	empty, err := os.CreateTemp(dir, fileName+".*.new")
	if err != nil {
		return err
	}
	temp := empty.Name()
	defer os.Remove(temp) // gone already where it was renamed
	err = errors.Join(empty.Close(), fillNew(temp), os.Chmod(temp, f.mode))
	if err != nil {
		return err
	}
	err = os.Link(temp, f.path)
	if err != nil && !errors.Is(err, fs.ErrExist) {
		err = renameNew(temp, f.path) // no hard links here: FAT, some network shares
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
	return errors.Join(db.Update(func(btx *bolt.Tx) error { return persist.LayOut(&boltTx{Tx: btx}) }), db.Close())
}

// syncDir makes a new name in a folder outlast a power cut, where the system
// can; where it can't (Windows) there is nothing else to try.
func syncDir(dir string) {
	if f, err := os.Open(dir); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}
