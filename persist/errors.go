package persist

import (
	"errors"
	"fmt"
	"time"

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
	ErrBusy = &Kind{model.CodeBusy, "数据文件正被另一个程序占用",
		"请过几秒再试；一直这样时，看看是否有备份、同步或杀毒软件正开着这个文件"}
	ErrConflict = &Kind{model.CodeConflict, "这份报告已被其他人改动",
		"请回列表再打开这份报告，然后重改"}
	ErrDamaged = &Kind{model.CodeDamaged, "数据文件已损坏",
		"文件原样未动，也不要删除它；运行 nianbao doctor --mend（平时用 --data 的也要写上），把能读的报告救到新的数据文件里"}
	ErrNotFound = &Kind{model.CodeNotFound, "没有这份报告",
		"请用 nianbao list 查看有哪些报告"}
	ErrReadOnly = &Kind{model.CodeReadOnly, "数据文件不能写入",
		"请让管理员给您这个文件夹的写权限，或者用 --data 换一个能写的文件夹（管理员规定了数据文件夹的不能换）"}
	ErrExists = &Kind{model.CodeExists, "已有同名的报告",
		"请打开已有的那份，或者换一个单位名称或年度"}
	ErrFull = &Kind{model.CodeFull, "磁盘已满",
		"请删除不用的文件，或者请管理员增加空间，然后再保存一次"}
	ErrUnreadable = &Kind{model.CodeUnusable, "数据文件打不开",
		"请检查文件夹是否存在、磁盘或共享文件夹是否已连接、您有没有权限；也可以用 --data 换一个文件夹"}
	ErrDisk = &Kind{model.CodeUnusable, "磁盘读写出错",
		"磁盘可能坏了：请马上把数据文件夹复制到另一个盘，再请管理员检查磁盘"}
	// ErrUnsure is not a failure: what was to be saved is in the file, but the disk
	// has not said that it will outlast a power cut.
	ErrUnsure = &Kind{model.CodeUnsure, "已经存进数据文件，但磁盘没有确认写牢",
		"磁盘可能坏了：请马上用 nianbao backup -o 备份到另一个盘，再请管理员检查磁盘"}
	ErrFinal = &Kind{model.CodeFinal, "报告已定稿", "要改、要删，请先更正（命令行用 nianbao reopen 报告 --reason 原因）"}
	ErrNewer = &Kind{model.CodeNewer, "数据文件是更新版本的 nianbao 写的",
		"文件原样未动；请换用新版本的 nianbao 再打开"}
)

// Problem is one occurrence of a kind, in words of its own.
type Problem struct {
	*Kind
	Text   string // what has happened
	Advice string // what to do next; "" for the kind's hint
	Cause  error  // for programmers; may be nil
}

func (p *Problem) Error() string { return p.Text }

// Hint says in Chinese what to do next.
func (p *Problem) Hint() string {
	if p.Advice != "" {
		return p.Advice
	}
	return p.Kind.hint
}

// Unwrap are the kind and the cause.
func (p *Problem) Unwrap() []error {
	if p.Cause == nil {
		return []error{p.Kind}
	}
	return []error{p.Kind, p.Cause}
}

// What a transaction's function returns where something is wrong with the records;
// the backend words it, for it knows where they are. See [KV].
var (
	ErrForeign = errors.New("not a store")
	ErrRecords = errors.New("broken store")
)

// errOld is what update gets to migrate.
var errOld = errors.New("store of an older version")

// broken marks what can't be read back as ErrRecords.
func broken(err error) error { return fmt.Errorf("%w: %v", ErrRecords, err) }

// Minute is a time as messages give it.
func Minute(at time.Time) string { return at.Local().Format("2006-01-02 15:04") }

func newerSchema(version int) error {
	return &Problem{Kind: ErrNewer, Text: fmt.Sprintf("数据文件是更新版本的 nianbao 写的（格式 %d，本程序只能识别到格式 %d）", version, schemaVersion)}
}

func unknownContent(cause error) error {
	return &Problem{Kind: ErrNewer, Text: fmt.Sprintf("这份报告里有本程序无法识别的内容（%v）", cause), Cause: cause}
}

// conflict says who was first.
func conflict(now model.Summary) error {
	return &Problem{Kind: ErrConflict, Text: fmt.Sprintf("报告「%s」已被%s在 %s 保存为第 %d 稿",
		now.Report, person(now.ChangedBy), now.ChangedAt.Local().Format("2006-01-02 15:04"), now.Revision)}
}

func nameTaken(name string) error {
	return &Problem{Kind: ErrExists, Text: fmt.Sprintf("已有一份叫「%s」的报告", name)}
}

func final(name string) error {
	return &Problem{Kind: ErrFinal, Text: fmt.Sprintf("报告「%s」已定稿，不能修改", name)}
}

func noName(name string) error {
	return &Problem{Kind: ErrNotFound, Text: fmt.Sprintf("没有叫「%s」的报告", name)}
}

func noReport() error {
	return &Problem{Kind: ErrNotFound, Text: "这份报告不在数据文件里了",
		Advice: "数据文件可能被换成了另一个，或者重新建过；请把没有保存的内容另存，再看报告列表"}
}

func deleted(was model.Summary) error {
	return &Problem{Kind: ErrNotFound, Text: fmt.Sprintf("报告「%s」已被删除", was.Report),
		Advice: "可以在报告列表里恢复（命令行用 nianbao undelete）；没有保存的内容请先另存"}
}

// noRevision says what there is instead: the nearest older and the nearest newer
// one, 0 for none.
func noRevision(revision, older, newer int) error {
	p := &Problem{Kind: ErrNotFound}
	switch {
	case newer == 0:
		p.Text, p.Advice = fmt.Sprintf("还没有第 %d 稿", revision), fmt.Sprintf("最新的是第 %d 稿", older)
	case revision < 1:
		p.Text, p.Advice = fmt.Sprintf("没有第 %d 稿", revision), fmt.Sprintf("最早能看的是第 %d 稿", newer)
	case older == 0:
		p.Text = fmt.Sprintf("第 %d 稿太早，没有保留", revision)
		p.Advice = fmt.Sprintf("最早能看的是第 %d 稿；再早的，改了什么在修改记录里（nianbao log）", newer)
	default:
		p.Text = fmt.Sprintf("第 %d 稿是写字中途自动存的，没有单独保留", revision)
		p.Advice = fmt.Sprintf("前面最近的是第 %d 稿，后面最近的是第 %d 稿", older, newer)
	}
	return p
}

func person(user string) string {
	if user == "" {
		return "其他人"
	}
	return " " + user + " "
}
