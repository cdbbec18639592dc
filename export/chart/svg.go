package chart

import (
	"fmt"
	"html"
	"io"
	"strings"
)

// WriteSVG writes the pictures of a report one below the other as an SVG file.
// It fails only where w does.
func WriteSVG(w io.Writer, pictures []*Picture) error {
	_, err := io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+stack(pictures).SVG()+"\n")
	return err
}

// stack puts pictures below each other.
func stack(pictures []*Picture) *Picture {
	if len(pictures) == 1 {
		return pictures[0]
	}
	all := &Picture{w: width}
	for _, p := range pictures {
		for _, r := range p.rects {
			r.y += all.h
			all.rects = append(all.rects, r)
		}
		for _, l := range p.labels {
			l.y += all.h
			all.labels = append(all.labels, l)
		}
		all.Title, all.Says, all.h = all.Title+p.Title, all.Says+p.Says, all.h+p.h
	}
	return all
}

const svgFont = `'Noto Sans CJK SC','Microsoft YaHei',微软雅黑,SimHei,黑体,sans-serif`

// SVG is the picture as an element that may stand in a page. It has neither
// scripts nor anything from elsewhere.
func (p *Picture) SVG() string {
	b := &strings.Builder{}
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" width="%g" height="%g" style="max-width:100%%;min-width:32em;height:auto" role="img" aria-label="%s" font-family="%s">`,
		p.w, p.h, p.w, p.h, html.EscapeString(p.Title+"。"+p.Says), svgFont)
	fmt.Fprintf(b, `<title>%s</title><desc>%s</desc><rect width="%g" height="%g" fill="#ffffff"/>`, html.EscapeString(p.Title), html.EscapeString(p.Says), p.w, p.h)
	for _, r := range p.rects {
		paint := fmt.Sprintf(`fill="#%06x"`, r.colour)
		if r.hollow {
			paint = fmt.Sprintf(`fill="#ffffff" stroke="#%06x" stroke-width="1.5"`, r.colour)
		}
		fmt.Fprintf(b, `<rect x="%.2f" y="%.2f" width="%.2f" height="%.2f" %s/>`, r.x, r.y, r.w, r.h, paint)
	}
	for _, l := range p.labels {
		anchor := ""
		if l.end {
			anchor = ` text-anchor="end"`
		}
		fmt.Fprintf(b, `<text x="%.2f" y="%.2f" font-size="%g" fill="#%06x"%s>%s</text>`, l.x, l.y, l.size, l.colour, anchor, html.EscapeString(l.text))
	}
	b.WriteString(`</svg>`)
	return b.String()
}
