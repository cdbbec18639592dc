package persist

import (
	"io/fs"
	"path/filepath"

	"golang.org/x/sys/windows"
)

// owner is not looked for here: who may use a file, its owner doesn't tell.
func owner(fs.FileInfo) string { return "" }

// group is nothing here, as owner is.
func group(fs.FileInfo) (name string, member bool) { return "", false }

// othersMayWrite is not known here: a file's mode doesn't tell.
func othersMayWrite(fs.FileInfo) bool { return false }

// siteFolder is where the administrator's configuration is. The system is asked for
// it: anybody can set %ProgramData% for himself, and get round the administrator.
func siteFolder() string {
	dir, err := windows.KnownFolderPath(windows.FOLDERID_ProgramData, windows.KF_FLAG_DEFAULT)
	if err != nil {
		dir = `C:\ProgramData` // where it is unless somebody has moved it
	}
	return filepath.Join(dir, appName)
}
