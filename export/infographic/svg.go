package infographic

import (
	"fmt"
	"html"
	"io"
	"strings"
)

// WriteSVG writes a picture as an SVG file. It fails only where w does.
func WriteSVG(w io.Writer, p *Picture) error {
	_, err := io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+p.element("")+"\n")
	return err
}

const (
	sansFonts  = `'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei',微软雅黑,SimHei,黑体,sans-serif`
	serifFonts = `方正小标宋简体,FZXiaoBiaoSong-B05S,'Noto Serif CJK SC','Source Han Serif SC',STZhongsong,SimSun,宋体,serif`
)

// SVG is the picture as an element that may stand in a page, where it takes the
// width that there is. It has neither scripts nor anything from elsewhere.
func (p *Picture) SVG() string {
	return p.element(fmt.Sprintf(` style="display:block;width:100%%;max-width:%gpx;height:auto"`, p.w*1.25))
}

func (p *Picture) element(style string) string {
	b := &strings.Builder{}
	title, says := html.EscapeString(p.Title), html.EscapeString(p.Says)
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" width="%[1]g" height="%[2]g"%s role="img" aria-label="%s" font-family="%s">`,
		p.w, p.h, style, title+"。"+says, sansFonts)
	fmt.Fprintf(b, `<title>%s</title><desc>%s</desc>`+"\n", title, says)
	for _, r := range p.rects {
		paint := fmt.Sprintf(`fill="#%06x"`, r.colour)
		if r.hollow {
			paint = fmt.Sprintf(`fill="none" stroke="#%06x" stroke-width="%g"`, r.colour, edge(p.w))
			in := edge(p.w) / 2
			r.x, r.y, r.w, r.h = r.x+in, r.y+in, max(r.w-2*in, 0.1), r.h-2*in
		}
		if r.radius > 0 {
			paint += fmt.Sprintf(` rx="%g"`, r.radius)
		}
		fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" %s/>`+"\n", r.x, r.y, r.w, r.h, paint)
	}
	for _, l := range p.labels {
		look := ""
		if l.align != start {
			look += ` text-anchor="` + string(l.align) + `"`
		}
		if l.bold {
			look += ` font-weight="bold"`
		}
		if l.serif {
			look += ` font-family="` + serifFonts + `"`
		}
		fmt.Fprintf(b, `<text x="%.1f" y="%.1f" font-size="%g" fill="#%06x"%s>%s</text>`+"\n", l.x, l.y, l.size, l.colour, look, html.EscapeString(l.text))
	}
	b.WriteString(`</svg>`)
	return b.String()
}

// edge is how wide the edge of a hollow bar is in a picture of that width.
func edge(width float64) float64 {
	if width > chartWidth {
		return 3
	}
	return 1
}
