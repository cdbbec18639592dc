package persist

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

	"nianbao/model"
)

// Kind is a class of problem. Compare with errors.Is; the code and the advice
// that suit the occasion best are found with errors.As and an
// interface{ Code() string; Hint() string }.
type Kind struct{ code, text, hint string }

// Error says in Chinese what is wrong.
func (k *Kind) Error() string { return k.text }

// Code names the kind for programs: "busy".
func (k *Kind) Code() string { return k.code }

// Hint says in Chinese what to do next.
func (k *Kind) Hint() string { return k.hint }

// The kinds of problem that a store reports. After any of them but ErrUnsure the
// store is as it was before the call.
var (
	ErrBusy = &Kind{"busy", "数据文件正被另一个程序占用",
		"请过几秒再试；一直这样时，看看是否有备份、同步或杀毒软件正开着这个文件"}
	ErrConflict = &Kind{"conflict", "这份报告已被别人改动",
		"请重新载入报告，合并两边的改动后再保存"}
	ErrDamaged = &Kind{"damaged", "数据文件已损坏",
		"文件原样未动，也不要删除它；运行 nianbao doctor --mend（平时用 --data 的照样写上），把能读的报告救到新的数据文件里"}
	ErrNotFound = &Kind{"not-found", "没有这份报告",
		"请用 nianbao list 查看有哪些报告"}
	ErrReadOnly = &Kind{"read-only", "数据文件不能写入",
		"请让管理员给您这个文件夹的写权限，或者用 --data 换一个能写的文件夹（管理员规定了数据文件夹的不能换）"}
	ErrExists = &Kind{"exists", "已有同名的报告",
		"请打开已有的那份，或者换一个单位名称或年度"}
	ErrFull = &Kind{"full", "磁盘已满",
		"请删除不用的文件，或者请管理员增加空间，然后再保存一次"}
	ErrUnreadable = &Kind{"unusable", "数据文件打不开",
		"请检查文件夹是否存在、磁盘或共享文件夹是否已连接、您有没有权限；也可以用 --data 换一个文件夹"}
	ErrDisk = &Kind{"unusable", "磁盘读写出错",
		"磁盘可能坏了：请马上把数据文件夹复制到另一个盘，再请管理员检查磁盘"}
	// ErrUnsure is not a failure: what was to be saved is in the file, but the disk
	// has not said that it will outlast a power cut.
	ErrUnsure = &Kind{"unsure", "已经存进数据文件，但磁盘没有确认写牢",
		"磁盘可能坏了：请马上用 nianbao backup -o 备份到另一个盘，再请管理员检查磁盘"}
	ErrFinal = &Kind{"final", "报告已定稿", "要改、要删，先更正：运行 nianbao reopen 报告 --reason 原因，或打开报告按 g"}
	ErrNewer = &Kind{"newer", "数据文件是更新版本的 nianbao 写的",
		"文件原样未动；请换用新版本的 nianbao 再打开"}
)

// problem is one occurrence of a kind, in words of its own.
type problem struct {
	*Kind
	text  string
	hint  string // "" for the kind's
	cause error  // for programmers; may be nil
}

func (p *problem) Error() string { return p.text }

func (p *problem) Hint() string {
	if p.hint != "" {
		return p.hint
	}
	return p.Kind.hint
}

func (p *problem) Unwrap() []error {
	if p.cause == nil {
		return []error{p.Kind}
	}
	return []error{p.Kind, p.cause}
}

// What transactions return where the path is not known; explain words them.
var (
	errForeign = errors.New("not a store")
	errEmpty   = errors.New("empty file")
	errBroken  = errors.New("broken store")
	errOld     = errors.New("store of an older version")
	// errVanished is the cause where the file is gone, and copies of it are not.
	errVanished = errors.New("store is gone")
)

// broken marks what can't be read back as damage.
func broken(err error) error { return fmt.Errorf("%w: %v", errBroken, err) }

// explain turns any error of a transaction into one that a person can read.
func (s *Store) explain(err error, writing bool) error {
	var worded *problem
	switch {
	case err == nil:
		return nil
	case errors.As(err, &worded):
		return err
	case errors.Is(err, fs.ErrNotExist) && s.vanished() != nil:
		return s.vanished()
	case errors.Is(err, berrors.ErrTimeout), oneOf(err, busyErrnos):
		return &problem{Kind: ErrBusy, text: fmt.Sprintf("数据文件 %s 正被另一个程序占用", s.path), cause: err}
	case errors.Is(err, errEmpty):
		return s.damaged("数据文件 %s 是空的（长度为零）", err)
	case unreadable(err) && isText(s.path):
		return s.damaged("%s 是文字文件，不是 nianbao 的数据文件", err)
	case errors.Is(err, errForeign), errors.Is(err, berrors.ErrInvalid):
		return s.damaged("数据文件 %s 不是 nianbao 的数据文件，或者开头已损坏", err)
	case unreadable(err):
		return s.damaged("数据文件 %s 已损坏，读不出来", err)
	case oneOf(err, fullErrnos):
		return &problem{Kind: ErrFull, text: fmt.Sprintf("磁盘或配额已满，%s 写不进去", s.path), cause: err}
	case writing && oneOf(err, protectedErrnos):
		disk := diskOf(filepath.Dir(s.path))
		return &problem{Kind: ErrReadOnly, text: fmt.Sprintf("数据文件 %s 只能读，不能写入：%s现在是只读的", s.path, disk),
			hint: "请管理员把它改成可写；磁盘出错时系统会自己改成只读，请先备份", cause: err}
	case writing && oneOf(err, deniedErrnos):
		return &problem{Kind: ErrReadOnly, text: fmt.Sprintf("数据文件 %s 只能读，不能写入%s", s.path, whose(s.path)), cause: err}
	case oneOf(err, diskErrnos):
		return &problem{Kind: ErrDisk, text: fmt.Sprintf("读写数据文件 %s 时磁盘出错（%v）", s.path, err), cause: err}
	case oneOf(err, deniedErrnos):
		return &problem{Kind: ErrUnreadable, text: fmt.Sprintf("您没有权限打开数据文件 %s%s", s.path, whose(s.path)), hint: denied(s.path), cause: err}
	}
	return &problem{Kind: ErrUnreadable, text: fmt.Sprintf("数据文件 %s 打不开（%v）", s.path, err), cause: err}
}

// unreadable reports whether an error is about what is in a file.
func unreadable(err error) bool {
	for _, known := range []error{errForeign, errBroken, berrors.ErrInvalid, berrors.ErrChecksum, berrors.ErrVersionMismatch} {
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
	return cmp.Or(Outsider(path), "请让管理员把它交给您用（可能有人用管理员身份运行过 nianbao）；也可以用 --data 换一个文件夹")
}

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

// whose says in brackets who owns what is seen of a file, and who may do what with
// it; "" where nobody knows.
func whose(path string) string {
	path, info := seen(path)
	if info == nil || owner(info) == "" {
		return ""
	}
	whose := owner(info) + " 的"
	if name, _ := group(info); info.Mode()&0o070 != 0 {
		whose += "，组 " + name
	}
	return fmt.Sprintf("（%s 是 %s，权限 %s）", filepath.Base(path), whose, info.Mode())
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
func (s *Store) unsure(err error) error {
	return &problem{Kind: ErrUnsure, text: fmt.Sprintf("已经存进数据文件 %s，但磁盘没有确认写牢（%v）", s.path, err), cause: err}
}

// folder is the store's folder as a command names it.
func (s *Store) folder() string {
	folder := filepath.Dir(s.path)
	if strings.ContainsFunc(folder, unicode.IsSpace) {
		return `"` + folder + `"`
	}
	return folder
}

// damaged words a damaged file; format takes the path.
func (s *Store) damaged(format string, cause error) error {
	p := &problem{Kind: ErrDamaged, text: fmt.Sprintf(format, s.path), cause: cause,
		hint: fmt.Sprintf("文件原样未动，也不要删除它；运行 nianbao doctor --mend --data %s，把能读的报告救到新的数据文件里", s.folder())}
	if newest := s.newestCopy(); newest != "" {
		p.hint += fmt.Sprintf("，缺的从最近的备份 %s 补", newest)
	}
	return p
}

func newerSchema(version int) error {
	return &problem{Kind: ErrNewer, text: fmt.Sprintf("数据文件是更新版本的 nianbao 写的（格式 %d，本程序只认识到格式 %d）", version, schemaVersion)}
}

func unknownContent(cause error) error {
	return &problem{Kind: ErrNewer, text: fmt.Sprintf("这份报告里有本程序不认识的内容（%v）", cause), cause: cause}
}

// conflict says who was first.
func conflict(now model.Summary) error {
	return &problem{Kind: ErrConflict, text: fmt.Sprintf("报告「%s」已被%s在 %s 保存为第 %d 稿",
		now.Report, person(now.ChangedBy), now.ChangedAt.Local().Format("2006-01-02 15:04"), now.Revision)}
}

func nameTaken(name string) error {
	return &problem{Kind: ErrExists, text: fmt.Sprintf("已有一份叫「%s」的报告", name)}
}

func final(name string) error {
	return &problem{Kind: ErrFinal, text: fmt.Sprintf("报告「%s」已定稿，锁住了", name)}
}

func noName(name string) error {
	return &problem{Kind: ErrNotFound, text: fmt.Sprintf("没有叫「%s」的报告", name)}
}

func noReport() error {
	return &problem{Kind: ErrNotFound, text: "这份报告不在数据文件里了",
		hint: "数据文件可能被换成了另一个，或者重新建过；请把没有保存的内容另存，再看报告列表"}
}

func deleted(was model.Summary) error {
	return &problem{Kind: ErrNotFound, text: fmt.Sprintf("报告「%s」已被删除", was.Report),
		hint: "可以恢复：报告列表里按 u（命令行 nianbao undelete）；没有保存的内容请先另存"}
}

// noRevision says what there is instead: the nearest older and the nearest newer
// one, 0 for none.
func noRevision(revision, older, newer int) error {
	p := &problem{Kind: ErrNotFound}
	switch {
	case newer == 0:
		p.text, p.hint = fmt.Sprintf("还没有第 %d 稿", revision), fmt.Sprintf("最新的是第 %d 稿", older)
	case revision < 1:
		p.text, p.hint = fmt.Sprintf("没有第 %d 稿", revision), fmt.Sprintf("最早能看的是第 %d 稿", newer)
	case older == 0:
		p.text = fmt.Sprintf("第 %d 稿太早，没有保留", revision)
		p.hint = fmt.Sprintf("最早能看的是第 %d 稿；再早的，改了什么在修改记录里（nianbao log）", newer)
	default:
		p.text = fmt.Sprintf("第 %d 稿是写字中途自动存的，没有单独保留", revision)
		p.hint = fmt.Sprintf("前面最近的是第 %d 稿，后面最近的是第 %d 稿", older, newer)
	}
	return p
}

func person(user string) string {
	if user == "" {
		return "别人"
	}
	return " " + user + " "
}
