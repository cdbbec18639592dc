package persist

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// Site is what the administrator of a shared machine has fixed for everybody;
// its zero value fixes nothing.
type Site struct {
	Data string // the store's folder, absolute; "" for each user's own
	// SharedAccounts are the names of accounts that several people log in to.
	SharedAccounts []string
}

// ErrSite is the kind of all problems with the administrator's file, and of asking
// for what it does not allow.
var ErrSite = &Kind{"site", "管理员的设置不能用", "请让管理员改好这个文件；改好以前程序不打开任何数据"}

// siteVariable names the file where the machine has none of its own.
const siteVariable = "NIANBAO_CONFIG"

// ReadSite reads the administrator's file: the machine's own where there is one,
// so that nobody gets round it, else the one that the environment names. A file
// that is there and can't be used is an error, never the same as none.
func ReadSite() (Site, error) {
	own, err := machineFile()
	if err != nil {
		return Site{}, &problem{Kind: ErrSite, text: fmt.Sprintf("找不到放管理员设置的文件夹（%v）", err), cause: err}
	}
	return readSite(own, os.Getenv(siteVariable))
}

func readSite(own, named string) (Site, error) {
	path := own
	if _, err := os.Lstat(own); errors.Is(err, fs.ErrNotExist) {
		if path = named; path == "" {
			return Site{}, nil
		}
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return Site{}, &problem{Kind: ErrSite, text: fmt.Sprintf("管理员的设置文件 %s 读不了（%v）", path, err), cause: err}
	}
	return parseSite(path, data)
}

// parseSite reads the content of the file at path. The keys are looked at one by
// one: the library's own messages are English, and know no line for a key that
// means nothing.
func parseSite(path string, data []byte) (Site, error) {
	keys := map[string]any{}
	if err := toml.Unmarshal(data, &keys); err != nil {
		var at toml.ParseError
		if errors.As(err, &at) {
			return Site{}, &problem{Kind: ErrSite, text: fmt.Sprintf("管理员的设置文件 %s 第 %d 行不合 TOML 的写法（%s）", path, at.Position.Line, at.Message), cause: err}
		}
		return Site{}, &problem{Kind: ErrSite, text: fmt.Sprintf("管理员的设置文件 %s 不合 TOML 的写法（%v）", path, err), cause: err}
	}
	var s Site
	wrong, wrongLine := "", 0
	for key, value := range keys {
		says := s.set(key, value)
		if line := lineOf(data, key); says != "" && (wrong == "" || line < wrongLine) {
			wrong, wrongLine = says, line
		}
	}
	if wrong != "" {
		return Site{}, &problem{Kind: ErrSite, text: fmt.Sprintf("管理员的设置文件 %s 第 %d 行：%s", path, wrongLine, wrong)}
	}
	return s, nil
}

// set takes one key, and says what is wrong with it.
func (s *Site) set(key string, value any) (wrong string) {
	switch key {
	case "data":
		s.Data, wrong = folderOf(key, value)
	case "shared_accounts":
		list, ok := value.([]any)
		for _, v := range list {
			name, isText := v.(string)
			ok = ok && isText && name != ""
			s.SharedAccounts = append(s.SharedAccounts, name)
		}
		if !ok {
			wrong = `shared_accounts 要写成账号名的列表，如 ["nianbao"]`
		}
	default:
		wrong = fmt.Sprintf("不认识「%s」；可以写 data、shared_accounts", key)
	}
	return wrong
}

func folderOf(key string, value any) (folder, wrong string) {
	folder, ok := value.(string)
	if !ok || !filepath.IsAbs(folder) {
		return "", key + " 要写成引号里的完整路径，从根目录或盘符写起"
	}
	return filepath.Clean(folder), ""
}

// lineOf is the line by whose end a top-level key has been given.
func lineOf(data []byte, key string) int {
	lines := bytes.SplitAfter(data, []byte("\n"))
	for n := range lines {
		keys := map[string]any{}
		// What ends in the middle of a value does not parse, and has no key yet.
		if err := toml.Unmarshal(bytes.Join(lines[:n+1], nil), &keys); err == nil && keys[key] != nil {
			return n + 1
		}
	}
	return len(lines)
}

// DataDir is the folder of the store, given the folders that were asked for, the
// most urgent first, "" for none. Error: ErrSite where the administrator has
// fixed another one.
func (s Site) DataDir(asked ...string) (string, error) {
	asked = slices.DeleteFunc(slices.Clone(asked), func(dir string) bool { return dir == "" })
	if s.Data == "" && len(asked) == 0 {
		return DefaultDir()
	}
	if s.Data == "" {
		return filepath.Abs(asked[0])
	}
	for _, dir := range asked {
		if full, err := filepath.Abs(dir); err != nil || full != s.Data {
			return "", &problem{Kind: ErrSite, text: fmt.Sprintf("数据文件夹由管理员定为 %s，不能换成「%s」", s.Data, dir),
				hint: "去掉 --data 和环境变量 NIANBAO_DATA 再运行"}
		}
	}
	return s.Data, nil
}

// Shared reports whether several people log in to an account.
func (s Site) Shared(account string) bool {
	return slices.ContainsFunc(s.SharedAccounts, func(name string) bool { return strings.EqualFold(name, account) })
}
