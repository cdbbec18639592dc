package xlsx

import (
	"fmt"
	"strings"

	"nianbao/model"
)

const GuideSheetName = "填写说明"

// guideSheet tells whoever fills in the blank form what goes where; the
// sentences are the form's own.
func (b *book) guideSheet() {
	s := b.newSheet(b.sheetName(GuideSheetName), []float64{210, 360}, page{})
	s.line(b.report.Form.Notice+" 填写说明", titleLook, 2)
	for i, text := range b.steps() {
		s.line(fmt.Sprintf("%d. %s", i+1, text), plainLook, 2)
	}
	for i := range b.report.Form.Sections {
		section := &b.report.Form.Sections[i]
		s.row++
		heading := section.Heading
		if heading == "" {
			heading = section.Name
		}
		s.line(heading, look{size: cellSize + 1, bold: true, left: true}, 2)
		s.line(section.Guide, plainLook, 2)
		if section.Table != nil {
			s.helps(section)
		}
	}
	s.close()
}

// steps are what to do, in order.
func (b *book) steps() []string {
	var tables []string
	cells := 0
	for _, t := range b.tables {
		tables = append(tables, "「"+t.sheet+"」")
		cells += entryCells(b.report, t.section)
	}
	return []string{
		"先在「" + textSheetName + "」表填单位、级别、年度和日期，标题会自动写成。",
		fmt.Sprintf("再填%s：浅黄色的格是还没有填的，一共 %d 格，填上就变色。没有发生的填 0，不要留空，也不要填「/」「无」。", strings.Join(tables, ""), cells),
		"总计由公式算出，不用填。每张表右边和下面的「" + CheckHeading + "」要都是「" + SaysEven + "」；变红的，照「" + SaysApart + "」后面的数去查。",
		"各部分的文字写在「" + textSheetName + "」表里，一部分一格，换行按 Alt+Enter。",
		"不要增删行列、改动标签。填好后保存，整份文件交回。要加附注的（如：其中修订16件），写在「文字」表第六部分的后面，说明是哪一格。",
	}
}

// helps lists what each row and each column of a section counts.
func (s *sheet) helps(section *model.Section) {
	for i := range section.Table.Blocks {
		block := &section.Table.Blocks[i]
		head := block.Heading
		if head == "" {
			head = "项目"
		}
		s.list(headingLook, head, "怎样填")
		for r := range block.Rows {
			s.list(listLook, whole(block.Rows[r].Groups, block.Rows[r].Label), block.Rows[r].Help)
		}
		for c := range block.Columns {
			s.list(listLook, whole(block.Columns[c].Groups, block.Columns[c].Label), block.Columns[c].Help)
		}
	}
}

func whole(groups []string, label string) string {
	return strings.Join(append(append([]string{}, groups...), label), " ")
}
