package docx

// Fault is what is wrong with a template.
type Fault int

// The faults, each with its own remedy; see [TemplateError.Hint].
const (
	NotWord   Fault = iota + 1 // some other file
	OldWord                    // .doc, or .wps
	Encrypted                  // a password is needed to open it
	Strict                     // the strict kind of the format
	Damaged                    // parts are missing or not readable
	TooLarge                   // more than a template can need
	Unsafe                     // made to do harm, by the look of it
	Unfit                      // a sound file, but nothing can be written into it
)

// TemplateError says why a file can't be a template, in Chinese and in one
// line. The error behind it, if any, is wrapped.
type TemplateError struct {
	Fault   Fault
	message string
	cause   error
}

// Error is what is wrong.
func (e *TemplateError) Error() string { return e.message }

// Unwrap is the error that this one is about, if any.
func (e *TemplateError) Unwrap() error { return e.cause }

var remedies = map[Fault]string{
	NotWord:   "请选一个 Word 或 WPS 存的 docx 文件作模板",
	OldWord:   "请用 Word 或 WPS 打开它，另存为「Word 文档（*.docx）」再用",
	Encrypted: "请用 Word 或 WPS 打开它，去掉密码，另存一份再用",
	Strict:    "请用 Word 打开它，另存为普通的「Word 文档（*.docx）」再用",
	Damaged:   "请用 Word 或 WPS 打开它，另存一份再用；打不开就重新拷一份",
	TooLarge:  "请删去模板里的正文和大图片，另存一份再用",
	Unsafe:    "请核对文件的来源；可以新建一个文档，重新设好页面和页眉再用",
	Unfit:     "请用 Word 或 WPS 打开它，改好后再用",
}

// Hint is what to do about it.
func (e *TemplateError) Hint() string { return remedies[e.Fault] }

func refuse(f Fault, message string, cause error) error { return &TemplateError{f, message, cause} }

func damaged(part string, cause error) error {
	return refuse(Damaged, "模板已损坏：无法读取其中的「"+part+"」", cause)
}
