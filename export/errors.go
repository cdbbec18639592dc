package export

import (
	"errors"
	"io/fs"
	"syscall"

	"nianbao/model"
)

// Error is an error of this package: what happened and what to do next, both
// in Chinese and in one line. The system's own error is wrapped.
type Error struct {
	code, message, hint string
	cause               error
}

// Error is what happened.
func (e *Error) Error() string { return e.message }

// Code is one of model's codes.
func (e *Error) Code() string { return e.code }

// Hint is what to do next.
func (e *Error) Hint() string { return e.hint }

// Unwrap is the error of the system that this one is about, if any.
func (e *Error) Unwrap() error { return e.cause }

// writeError says why name couldn't be written.
func writeError(name string, err error) *Error {
	var worded *Error
	switch {
	case errors.As(err, &worded):
		return worded
	case isFull(err):
		return &Error{model.CodeFull, "写「" + name + "」时磁盘已满", "请清理磁盘，或者换一个磁盘再导出", err}
	case errors.Is(err, fs.ErrNotExist):
		return &Error{model.CodeUnwritable, "「" + name + "」所在的文件夹不存在", "请先建好文件夹，或者换一个已有的文件夹", err}
	case errors.Is(err, syscall.EROFS):
		return &Error{model.CodeUnwritable, "「" + name + "」所在的磁盘是只读的", "请换一个可以写入的位置再导出", err}
	case errors.Is(err, fs.ErrPermission):
		return &Error{model.CodeUnwritable, "没有权限写「" + name + "」", "请关闭正在打开它的程序，或者换一个可以写入的文件夹", err}
	case errors.Is(err, syscall.ENAMETOOLONG):
		return &Error{model.CodeUnwritable, "文件名太长，写不了「" + name + "」", "请换一个短一些的文件名", err}
	}
	return &Error{model.CodeUnwritable, "写不了「" + name + "」", "请换一个文件夹或文件名再试", err}
}

// readError says why name couldn't be read.
func readError(name string, err error) *Error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return &Error{model.CodeUnreadable, "找不到文件「" + name + "」", "请核对文件夹和文件名", err}
	case errors.Is(err, fs.ErrPermission):
		return &Error{model.CodeUnreadable, "没有权限读「" + name + "」", "请把文件复制到自己的文件夹再试，或者请管理员开通权限", err}
	}
	return &Error{model.CodeUnreadable, "无法读取「" + name + "」", "请核对文件是否完好，或者重新复制一份再试", err}
}
