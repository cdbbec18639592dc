package export

import (
	"fmt"
	"strings"

	"nianbao/export/source"
	"nianbao/model"
	"nianbao/model/rollup"
)

// Rows are the rows of the tables in a file of any readable kind, and its paragraphs as rows
// of one field, in the order of reading. Errors are as Read's.
func Rows(path string) ([]rollup.Row, error) {
	data, err := readAll(path)
	if err != nil {
		return nil, err
	}
	kind, err := source.Sniff(data)
	if err != nil {
		return nil, unreadableList(path, err)
	}
	plain := ""
	if kind.Text() {
		if len(data) > maxText {
			return nil, unreadableList(path, fmt.Errorf("文字太多，超过 %d 兆字节", maxText>>20))
		}
		plain, _ = source.Decode(data)
	}
	d, err := documentOf(kind, data, plain)
	if err != nil {
		return nil, unreadableList(path, err)
	}
	var rows []rollup.Row
	for _, b := range d.Blocks {
		if b.Table != nil {
			rows = append(rows, tableRows(b.Table)...)
			continue
		}
		for _, line := range strings.Split(b.Text, "\n") {
			rows = append(rows, rollup.Row{Where: b.Where, Fields: []string{line}})
		}
	}
	return rows, nil
}

func tableRows(g *source.Grid) []rollup.Row {
	rows := make([]rollup.Row, g.Rows)
	for i := range rows {
		rows[i] = rollup.Row{Where: fmt.Sprintf("%s第%d行", g.Where, i+1), Fields: make([]string, g.Cols)}
	}
	for _, c := range g.Cells {
		rows[c.Row].Fields[c.Col] = c.Text
	}
	return rows
}

func unreadableList(path string, err error) *Error {
	return &Error{model.CodeUnreadable, "「" + path + "」里读不出单位名单：" + chinese(err), "请用 Excel、csv 或每行一个单位的文本", err}
}
