package export

import (
	"bytes"
	"path/filepath"
	"strings"

	"nianbao/export/xlsx"
	"nianbao/model"
	"nianbao/model/rollup"
)

// StatisticsFile writes what a collector's report comes to as a workbook, as File writes a
// report.
func StatisticsFile(path string, s *rollup.Statistics, overwrite bool) (Written, error) {
	if ext := filepath.Ext(path); !strings.EqualFold(ext, ".xlsx") {
		return Written{}, &Error{model.CodeUsage, "指标只能写成 xlsx，不能写成「" + path + "」", "文件名以 .xlsx 结尾", nil}
	}
	var b bytes.Buffer
	if err := xlsx.WriteStatistics(&b, s); err != nil {
		return Written{}, &Error{model.CodeUnwritable, "生成指标的表格时出错", "先看屏幕上的指标", err}
	}
	return place(path, b.Bytes(), nil, nil, overwrite, finished)
}
