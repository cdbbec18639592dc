package fonts

// Sans is the embedded sans-serif font, a TrueType file, for pictures.
func Sans() []byte { return []byte(notoSans) }

// Serif is the other embedded font.
func Serif() []byte { return []byte(notoSerif) }
