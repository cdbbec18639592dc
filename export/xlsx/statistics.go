package xlsx

import (
	"fmt"
	"io"

	"github.com/xuri/excelize/v2"

	"nianbao/export/xlsx/cellref"
	"nianbao/model"
	"nianbao/model/rollup"
)

// The sheets of a collector's statistics.
const (
	rateSheetName   = "指标"
	reasonSheetName = "不予公开理由"
	yearSheetName   = "近五年"
	rankSheetName   = "各单位排名"
)

// WriteStatistics writes what a collector's report comes to as a workbook. The same statistics
// give the same bytes.
func WriteStatistics(w io.Writer, d *rollup.Statistics) error {
	b := emptyBook()
	b.rateSheet(d)
	b.reasonSheet(d)
	b.yearSheet(d)
	b.rankSheet(d)
	b.properties(statisticsTitle(d, rateSheetName), line(d.Collector), "")
	return b.write(w)
}

func statisticsTitle(d *rollup.Statistics, name string) string {
	return line(fmt.Sprintf("%s%d年度政府信息公开：%s", d.Collector, d.Year, name))
}

// statisticsSheet begins one with its title, what is to be known, and the heads, which stay in
// sight.
func (b *book) statisticsSheet(d *rollup.Statistics, name string, widths []float64, notes []string, heads ...string) *sheet {
	s := b.newSheet(b.sheetName(name), widths, page{landscape: true, gridlines: true})
	if d.Lacks != "" {
		notes = append([]string{"草稿：" + d.Lacks}, notes...)
	}
	headRow := 2 + len(notes)
	s.freeze(cellref.At(headRow+1, 2))
	s.repeat(headRow, headRow)
	s.line(statisticsTitle(d, name), titleLook, len(widths))
	for i, note := range notes {
		l := plainLook
		if i == 0 && d.Lacks != "" {
			l = draftLook
		}
		s.line(line(note), l, len(widths))
	}
	s.list(headingLook, heads...)
	return s
}

// amount is a figure in a table of statistics.
func (s *sheet) amount(f model.Figure) excelize.Cell {
	l := listLook
	l.left, l.format = false, numberFormat(f)
	return excelize.Cell{StyleID: s.style(l), Value: number(f)}
}

// share is a share in per cent, live where there is a formula; a stroke where there is none.
func (s *sheet) share(x rollup.Share, formula string) excelize.Cell {
	l := listLook
	l.left = false
	if !x.Known {
		return excelize.Cell{StyleID: s.style(l), Value: x.String()}
	}
	l.format = "0.00%"
	return excelize.Cell{StyleID: s.style(l), Value: float64(x.Over.Units()) / float64(x.Under.Units()), Formula: formula}
}

// change is by how many points a share is more than last year's.
func (s *sheet) change(now, last rollup.Share, formula string) excelize.Cell {
	l := listLook
	l.left = false
	if !now.Known || !last.Known {
		return excelize.Cell{StyleID: s.style(l), Value: "—"}
	}
	l.format = `+0.00;-0.00;0.00`
	return excelize.Cell{StyleID: s.style(l), Value: float64(now.Percent()-last.Percent()) / 100, Formula: formula}
}

// at names a cell of the row that comes next.
func (s *sheet) at(column int) string { return cellref.At(s.row+1, column).String() }

// over is the formula of a share of two cells of the row that comes next.
func (s *sheet) over(a, b int) string { return s.at(a) + "/" + s.at(b) }

// points is the formula of the difference of two shares there.
func (s *sheet) points(now, last int) string { return "(" + s.at(now) + "-" + s.at(last) + ")*100" }

func (b *book) rateSheet(d *rollup.Statistics) {
	notes := append([]string{"变化是百分点。各单位的分布只算办理 30 件以上的单位。"}, d.Notes...)
	s := b.statisticsSheet(d, rateSheetName, []float64{110, 52, 52, 46, 58, 58, 46, 46, 46, 150, 190}, notes,
		"指标", "本年", "上年", "变化", "分子", "分母", "第 10 百分位", "中位数", "第 90 百分位", "算法", "取自哪些格")
	for _, r := range d.Rates {
		high := max(minHeight, height(r.Name, cellSize, s.widths[0]), height(r.Definition, cellSize, s.widths[9]), height(r.Source, cellSize, s.widths[10]))
		s.put(high, s.cell(r.Name, listLook), s.share(r.Share, s.over(5, 6)), s.share(r.LastShare, ""), s.change(r.Share, r.LastShare, s.points(2, 3)),
			s.amount(r.Share.Over), s.amount(r.Share.Under), s.share(r.Spread[0], ""), s.share(r.Spread[1], ""), s.share(r.Spread[2], ""),
			s.cell(r.Definition, listLook), s.cell(line(r.Source), listLook))
	}
	s.close()
}

func (b *book) reasonSheet(d *rollup.Statistics) {
	s := b.statisticsSheet(d, reasonSheetName, []float64{170, 60, 70, 60, 70, 70, 220}, []string{"占比是占全部不予公开的比例，变化是百分点。"},
		"理由", "件数", "占不予公开", "上年件数", "上年占比", "变化", "取自哪一格")
	var now, last model.Figure
	first, end := s.row+1, s.row+len(d.Reasons)
	whole := func(column int) string { return cellref.At(end+1, column).Absolute() }
	for _, r := range d.Reasons {
		now, last = now.Add(r.Value), last.Add(r.Last)
		s.put(max(minHeight, height(r.Name, cellSize, s.widths[0]), height(r.Source, cellSize, s.widths[6])), s.cell(line(r.Name), listLook),
			s.amount(r.Value), s.share(r.Of, s.at(2)+"/"+whole(2)), s.amount(r.Last), s.share(r.LastOf, s.at(4)+"/"+whole(4)),
			s.change(r.Of, r.LastOf, s.points(3, 5)), s.cell(line(r.Source), listLook))
	}
	sum := func(f model.Figure, column int) excelize.Cell {
		c := s.amount(f)
		if f.Filled() {
			c.Formula = "SUM(" + cellref.At(first, column).String() + ":" + cellref.At(end, column).String() + ")"
		}
		return c
	}
	s.put(minHeight, s.cell("不予公开小计", headingLook), sum(now, 2), s.cell("", listLook), sum(last, 4), s.cell("", listLook), s.cell("", listLook), s.cell("以上各格之和", listLook))
	s.close()
}

func (b *book) yearSheet(d *rollup.Statistics) {
	widths, heads := []float64{44, 60, 56, 56}, []string{"年度", "口径", "新收", "办理"}
	notes := []string{"新收取自表三 新收/总计，办理取自表三 办理/总计；各指标的算法和取自哪些格见「" + rateSheetName + "」。没有列出的年度，这里没有报告。", "口径是「一份报告」的，不是各单位加起来的，和汇总的不能直接比。"}
	for _, r := range d.Rates {
		widths, heads = append(widths, 66), append(heads, r.Name)
	}
	s := b.statisticsSheet(d, yearSheetName, append(widths, 130), notes, append(heads, "报告")...)
	for _, y := range d.Years {
		row := []any{s.amount(model.Count(int64(y.Year))), s.cell(y.Scope(), listLook), s.amount(y.Received), s.amount(y.Handled)}
		for _, share := range y.Shares {
			row = append(row, s.share(share, ""))
		}
		s.put(max(minHeight, height(y.Report, cellSize, s.widths[len(row)])), append(row, s.cell(line(y.Report), literalLook))...)
	}
	s.close()
}

func (b *book) rankSheet(d *rollup.Statistics) {
	widths, heads := []float64{40, 150, 52, 52, 52}, []string{"名次", "单位", "予以公开", "部分公开", "办理"}
	notes := []string{"按" + d.Rates[0].Name + "从高到低；办理不到 30 件的单位不排名。", "取自各单位接收的那一稿：表三 予以公开/总计、部分公开/总计、办理/总计；其他指标的算法和取自哪些格见「" + rateSheetName + "」。"}
	for _, r := range d.Rates {
		widths, heads = append(widths, 66), append(heads, r.Name)
	}
	s := b.statisticsSheet(d, rankSheetName, widths, notes, heads...)
	middle := listLook
	middle.left = false
	for _, u := range d.Units {
		place := s.cell(u.Place(), middle)
		if u.Rank > 0 {
			place.Value = u.Rank
		}
		row := []any{place, s.cell(line(u.Unit), literalLook), s.amount(u.Granted), s.amount(u.Partial), s.amount(u.Handled)}
		for i, share := range u.Shares {
			formula := ""
			if i == 0 {
				formula = "(" + s.at(3) + "+" + s.at(4) + ")/" + s.at(5)
			}
			row = append(row, s.share(share, formula))
		}
		s.put(max(minHeight, height(u.Unit, cellSize, s.widths[1])), row...)
	}
	s.close()
}
