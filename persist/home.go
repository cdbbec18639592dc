package persist

import (
	"os"
	"path/filepath"
	"runtime"
)

const appName = "nianbao"

// DefaultDir is the folder of the user's own store by the platform's
// convention: XDG_DATA_HOME or ~/.local/share, %LOCALAPPDATA%, or
// ~/Library/Application Support, and "nianbao" below it. The error says that
// there is no home, and to use --data.
func DefaultDir() (string, error) {
	base, err := dataHome()
	if err != nil {
		return "", &Problem{Kind: ErrUnreadable, Text: "找不到您的个人数据文件夹（没有 HOME 之类的环境变量）",
			Advice: "请用 --data 或 NIANBAO_DATA 指定一个文件夹", Cause: err}
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
