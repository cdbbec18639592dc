package export

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

func number(t *testing.T, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// sequences are the children that WordprocessingML allows, in the order that it
// demands (ECMA-376 part 1, annex A: CT_PPr, CT_RPr, CT_TblPr, CT_TcPr,
// CT_SectPr, CT_Style, CT_Font, CT_Settings, CT_Compat …). Word calls a file
// damaged that breaks it.
var sequences = map[string]string{
	"pPr": `pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
		suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
		snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
		textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange`,
	"rPr": `rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid
		vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em
		lang eastAsianLayout specVanish oMath`,
	"tblPr": `tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing
		tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription`,
	"tcPr":       `cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark`,
	"tblBorders": `top left bottom right insideH insideV`,
	"tblCellMar": `top left bottom right`,
	"pBdr":       `top left bottom right between bar`,
	"sectPr": `headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType
		pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings`,
	"style": `name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked
		personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr`,
	"font":     `altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic embedBoldItalic`,
	"settings": `zoom mirrorMargins defaultTabStop evenAndOddHeaders characterSpacingControl footnotePr endnotePr compat rsids themeFontLang`,
	"compat": `spaceForUL balanceSingleByteDoubleByteWidth doNotLeaveBackslashAlone ulTrailSpace
		doNotExpandShiftReturn adjustLineHeightInTable useFELayout compatSetting`,
	"trPr":        `cantSplit trHeight tblHeader jc`, // a free choice in the schema
	"tbl":         `tblPr tblGrid tr`,
	"tblGrid":     `gridCol`,
	"tr":          `trPr tc`,
	"tc":          `tcPr p`,
	"p":           `pPr r`,
	"document":    `body`,
	"styles":      `docDefaults latentStyles style`,
	"docDefaults": `rPrDefault pPrDefault`,
}

// freely are elements whose children stand in any order.
var freely = map[string]string{
	"body": `p tbl sectPr`,
	"r":    `rPr t br fldChar instrText`,
	"hdr":  `p`, "ftr": `p`, "fonts": `font`, "rPrDefault": `rPr`, "pPrDefault": ``,
}

func TestDocxFollowsTheSchema(t *testing.T) {
	for name, body := range unzip(t, write(t, "docx", sample(), Options{Draft: true})) {
		if strings.HasPrefix(name, "word/") && !strings.HasSuffix(name, ".rels") {
			checkOrder(t, name, parseXML(t, body))
		}
	}
}

func checkOrder(t *testing.T, part string, n *node) {
	t.Helper()
	sequence, ordered := sequences[n.name]
	choice, free := freely[n.name]
	last := -1
	for _, k := range n.kids {
		at := slices.Index(strings.Fields(sequence+" "+choice), k.name)
		switch {
		case !ordered && !free:
			t.Fatalf("%s: %s has children, and the test knows no order for them", part, n.name)
		case at < 0:
			t.Errorf("%s: %s must not hold %s", part, n.name, k.name)
		case ordered && at < last && !bothReferences(k.name):
			t.Errorf("%s: in %s, %s comes too late", part, n.name, k.name)
		}
		if !bothReferences(k.name) {
			last = at
		}
		checkOrder(t, part, k)
	}
	if n.name == "tc" && n.kid("p") == nil {
		t.Errorf("%s: a cell without a paragraph", part)
	}
}

// bothReferences: headers and footers may be mixed.
func bothReferences(name string) bool { return name == "headerReference" || name == "footerReference" }
