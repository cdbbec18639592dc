package export

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"nianbao/export/xlsx"
	"nianbao/model"
)

// maxRead bounds a report file, in bytes. The longest report that the model
// holds, its texts full to the brim, has about 3 MiB.
const maxRead = 16 << 20

// Read reads a report file: the exchange file, or a workbook that this program
// wrote and somebody may have filled in. Its errors carry a code and a hint; see
// [Error].
func Read(path string) (*model.Report, error) {
	data, err := readAll(path)
	if err != nil {
		return nil, err
	}
	if strings.EqualFold(filepath.Ext(path), ".xlsx") {
		r, err := xlsx.Read(bytes.NewReader(data))
		if err != nil {
			return nil, &Error{CodeUnreadable, "「" + path + "」读不出年报：" + chinese(err), "请选用本程序导出的工作簿或空表，里面的单元格名称不能删掉", err}
		}
		return r, nil
	}
	r, err := model.Decode(data)
	if err != nil {
		return nil, &Error{CodeUnreadable, "「" + path + "」读不出年报：" + chinese(err),
			"请选用本程序导出的交换文件（.json），不要手工改动它", err}
	}
	return r, nil
}

func readAll(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, readError(path, err)
	case info.IsDir():
		return nil, &Error{CodeUnreadable, "「" + path + "」是文件夹，不是文件", "请指明文件夹里的哪个文件", nil}
	case !strings.EqualFold(filepath.Ext(path), ".json") && !strings.EqualFold(filepath.Ext(path), ".xlsx"):
		return nil, &Error{CodeUnreadable, "读不了「" + path + "」：这一版只能读交换文件（.json）和本程序的工作簿（.xlsx）",
			"请先在原来的程序里导出成交换文件（.json）再读", nil}
	case !info.Mode().IsRegular():
		return nil, &Error{CodeUnreadable, "「" + path + "」不是普通文件", "请选一个交换文件（.json）或工作簿（.xlsx）", nil}
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, readError(path, err)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxRead+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return nil, readError(path, err)
	}
	if len(data) > maxRead {
		return nil, &Error{CodeUnreadable, fmt.Sprintf("「%s」太大，超过 %d 兆字节", path, maxRead>>20),
			"交换文件一般不到 1 兆，请核对是不是选错了文件", nil}
	}
	return data, nil
}

// chinese is the model's sentence about a file, in one line and without the
// library's English behind it.
func chinese(err error) string {
	s := err.Error()
	if cause := errors.Unwrap(err); cause != nil {
		s = strings.TrimSuffix(strings.TrimSuffix(s, cause.Error()), "：")
	}
	return strings.ReplaceAll(s, "\n", "；")
}
