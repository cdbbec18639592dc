package persist

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"nianbao/model"
	"nianbao/model/ledger"
)

// Site is how an administrator has set the program up for everybody on a
// machine. The zero Site is a machine that nobody has set up.
type Site struct {
	File   string // the configuration that holds
	Data   string // the one folder of the store; "" for whatever the user says
	Export string // the one folder that people's files are in; "" for any
	// SharedAccounts are accounts of the system that several people use.
	SharedAccounts []string
	// Collectors are who may accept reports and add up, by account, by the name that goes with
	// a key of a shared account, or by group; none: everybody.
	Collectors []string
	// Calendar knows the working days of the file of holidays that is named; nil for none.
	Calendar *ledger.Calendar
}

// The kinds of problem with an administrator's configuration.
var (
	ErrSite = &Kind{model.CodeUnusable, "管理员的配置有错",
		"请管理员改正后再用；在这以前什么都没有打开"}
	ErrFixed = &Kind{model.CodeUsage, "数据文件夹由管理员规定",
		"去掉 --data 和 NIANBAO_DATA 再运行"}
)

// DefaultSiteFile is where the administrator's configuration is by the platform's
// convention.
func DefaultSiteFile() string { return filepath.Join(siteFolder(), appName+".toml") }

// ReadSite reads the configuration in file or, only where there is none, in the
// file that NIANBAO_CONFIG names: a user can't get round the administrator's. A
// configuration that is there and can't be used is an error, never ignored.
// Errors: ErrSite.
func ReadSite(file string) (Site, error) {
	_, err := os.Lstat(file)
	if errors.Is(err, fs.ErrNotExist) {
		if file = os.Getenv("NIANBAO_CONFIG"); file == "" {
			return Site{}, nil
		}
	}
	data, err := readSiteFile(file)
	if err != nil {
		return Site{}, err
	}
	return parseSite(file, data)
}

// maxSite bounds the configuration, in bytes.
const maxSite = 64 << 10

func readSiteFile(file string) (string, error) {
	unusable := func(cause error, format string, args ...any) error {
		return &Problem{Kind: ErrSite, Text: "管理员的配置 " + file + fmt.Sprintf(format, args...), Cause: cause}
	}
	info, err := os.Stat(file)
	switch {
	case err != nil: // said below
	case !info.Mode().IsRegular(): // a pipe would be waited for
		return "", unusable(nil, " 不是普通文件")
	case info.Size() > maxSite:
		return "", unusable(nil, " 太大，最多 %d KB", maxSite>>10)
	}
	data, err := os.ReadFile(file)
	switch {
	case err == nil:
		return string(data), nil
	case errors.Is(err, fs.ErrPermission):
		return "", unusable(err, " 您没有权限读：它要人人能读，归 root 所有，权限 644（chmod 644 %s）", file)
	case errors.Is(err, fs.ErrNotExist):
		return "", unusable(err, " 不存在（或者是一个链接，指的文件不存在）")
	}
	return "", unusable(err, " 无法读取（%v）", err)
}

// Notices are what the administrator should know of the configuration, a Chinese
// sentence each.
func (s Site) Notices() []string {
	if info, err := os.Stat(s.File); s.File != "" && err == nil && othersMayWrite(info) {
		return []string{fmt.Sprintf("管理员的配置 %s 其他人也能改（权限 %s）：应当归 root 所有，权限 644", s.File, info.Mode().Perm())}
	}
	return nil
}

// Worded has an error about the store's folder say who can do something about it,
// where the folder is the administrator's: nobody can take another one.
func (s Site) Worded(err error) error {
	for _, kind := range []*Kind{ErrReadOnly, ErrUnreadable} {
		if s.Data != "" && errors.Is(err, kind) {
			return &Problem{Kind: kind, Text: fmt.Sprintf("管理员规定的数据文件夹 %s 不能用：%v", s.Data, err), Cause: err,
				Advice: cmp.Or(Outsider(s.Data), "请管理员建好这个文件夹，并给您读写的权限")}
		}
	}
	return err
}

// siteError words what is wrong with a line of the configuration.
func siteError(file string, line int, format string, args ...any) error {
	return &Problem{Kind: ErrSite, Text: fmt.Sprintf("管理员的配置 %s 第 %d 行：", file, line) + fmt.Sprintf(format, args...)}
}

func parseSite(file, text string) (Site, error) {
	values := map[string]any{}
	meta, err := toml.Decode(text, &values)
	var wrong toml.ParseError
	if errors.As(err, &wrong) {
		lines := strings.Split(text, "\n")
		if n := wrong.Position.Line; n >= 1 && n <= len(lines) && strings.ContainsAny(lines[n-1], "“”‘’＂") {
			return Site{}, siteError(file, n, `用了中文引号（“ ”），要用英文的双引号，像 data = "/srv/nianbao/data" 这样`)
		}
		return Site{}, siteError(file, wrong.Position.Line, `不合 TOML 的写法，要像 data = "/srv/nianbao/data" 这样`)
	}
	if err != nil {
		return Site{}, &Problem{Kind: ErrSite, Text: fmt.Sprintf("管理员的配置 %s 读不懂（%v）", file, err), Cause: err}
	}
	s := Site{File: file}
	for _, key := range meta.Keys() {
		name := key[0] // of a table too, which no value here is
		line := lineOf(text, name)
		ok, want := true, ""
		switch value := values[name]; name {
		case "data":
			s.Data, ok, want = folderOf(value)
		case "export":
			s.Export, ok, want = folderOf(value)
		case "shared_accounts":
			s.SharedAccounts, ok = namesOf(value)
			want = `要写成 ["nianbao"] 这样`
		case "collectors":
			s.Collectors, ok = namesOf(value)
			want = `要写成 ["某某县政务公开办", "zhangli"] 这样：账号、共用账号里的姓名，或者用户组`
		case "holidays":
			var days string
			if days, ok, want = folderOf(value); ok {
				if s.Calendar, err = readCalendar(days); err != nil {
					return Site{}, siteError(file, line, "放假安排 %s 不能用：%v", days, err)
				}
			} else {
				want = `要写成带引号的完整路径，如 "/etc/nianbao-holidays.csv"`
			}
		default:
			return Site{}, siteError(file, line, "没有「%s」这一项，只有 data、export、shared_accounts、collectors、holidays", name)
		}
		if !ok {
			return Site{}, siteError(file, line, "「%s」%s", name, want)
		}
	}
	return s, s.check(text)
}

// readCalendar reads a file of days that are working days or not.
func readCalendar(path string) (*ledger.Calendar, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular(): // a pipe would be waited for
		return nil, errors.New("不是普通文件")
	case info.Size() > maxSite:
		return nil, fmt.Errorf("太大，最多 %d KB", maxSite>>10)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return ledger.ParseCalendar(string(data))
}

// check looks for what doesn't go together.
func (s Site) check(text string) error {
	if s.Export == "" {
		return nil
	}
	line := lineOf(text, "export")
	if s.Data == "" {
		return siteError(s.File, line, "规定了 export，就要用 data 规定数据文件夹")
	}
	if within(s.Export, s.Data) || within(resolved(s.Export), resolved(s.Data)) {
		return siteError(s.File, line, "数据文件夹不能放在 export 文件夹里面，否则人人能改数据文件")
	}
	return nil
}

// within reports whether a folder is another one, or inside it.
func within(outer, inner string) bool {
	inside, err := filepath.Rel(outer, inner)
	return err == nil && filepath.IsLocal(inside)
}

// resolved is a path without links, as far as it is there.
func resolved(path string) string {
	real, err := filepath.EvalSymlinks(path)
	if up := filepath.Dir(path); err != nil && up != path {
		return filepath.Join(resolved(up), filepath.Base(path))
	} else if err != nil {
		return path
	}
	return real
}

// folderOf takes a value for a folder; want says what it should be.
func folderOf(value any) (folder string, ok bool, want string) {
	folder, ok = value.(string)
	switch {
	case !ok:
		return "", false, `要写成带引号的文件夹，如 "/srv/nianbao"`
	case !filepath.IsAbs(folder):
		return "", false, "要写完整的路径，从根目录写起"
	}
	return filepath.Clean(folder), true, ""
}

func namesOf(value any) (names []string, ok bool) {
	list, ok := value.([]any)
	for _, v := range list {
		name, isText := v.(string)
		ok = ok && isText && strings.TrimSpace(name) != ""
		names = append(names, name)
	}
	return names, ok
}

// lineOf is the line in which a key is given a value, or a table begins; the
// decoder tells it of syntax errors only.
func lineOf(text, key string) int {
	place := regexp.MustCompile(`^\s*\[*\s*["']?` + regexp.QuoteMeta(key) + `["']?\s*[=.\]]`)
	lines := strings.Split(text, "\n")
	return slices.IndexFunc(lines, place.MatchString) + 1
}

// DataDir is the folder of the store: the administrator's; else the one that is
// named, by the user or by NIANBAO_DATA; else the user's own. Error: ErrFixed where
// another one is named than the administrator's.
func (s Site) DataDir(named string) (string, error) {
	if named == "" {
		named = os.Getenv("NIANBAO_DATA")
	}
	if named == "" && s.Data == "" {
		return DefaultDir()
	}
	if named == "" {
		return s.Data, nil
	}
	dir, err := filepath.Abs(named)
	if err == nil && s.Data != "" && dir != s.Data {
		return "", &Problem{Kind: ErrFixed, Text: fmt.Sprintf("管理员规定数据在 %s（见 %s），不能换成「%s」", s.Data, s.File, named)}
	}
	return dir, err
}
