package sandbox

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"

	"canongate/adapters/internal/simulator"
)

// maxDocument is the vendor's 2MB, of the decoded file.
const maxDocument = 2 << 20

// forbiddenInName are the characters the vendor's InformationText rules out.
const forbiddenInName = `,*|:"<>?/\[]%=;`

var mediaTypes = map[string]string{
	".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png",
}

type uploadRequest struct {
	UserActionIdentifier string `json:"UserActionIdentifier"`
	Response             []file `json:"Response"`
}

type file struct {
	FileName     string `json:"fileName"`
	FileType     string `json:"fileType"`
	FileInfo     string `json:"fileInfo"`
	FileClientID *int64 `json:"fileClientId"`
	FileContents string `json:"fileContents"`
}

type uploadAnswer struct {
	Response       []storedFile `json:"Response"`
	OpStatus       int          `json:"opstatus"`
	HTTPStatusCode int          `json:"httpStatusCode"`
}

type storedFile struct {
	FileName     string          `json:"fileName"`
	FileClientID json.RawMessage `json:"fileClientId"`
	FileInfo     string          `json:"fileInfo"`
	DocumentID   string          `json:"documentId"`
	FileType     string          `json:"fileType"`
}

func (s *sandbox) uploadDocument(r *simulator.Request, c caller) simulator.Reply {
	var req uploadRequest
	if !decode(r, &req) {
		return s.unreadable()
	}
	_, found, why := s.findAction(c, req.UserActionIdentifier)
	if why == nil {
		why = found.takes(req.Response)
	}
	if why != nil {
		return s.refuse(why)
	}
	answer := uploadAnswer{HTTPStatusCode: http.StatusOK}
	for _, f := range req.Response {
		answer.Response = append(answer.Response, storedFile{
			FileName: f.FileName, FileClientID: javaDouble(*f.FileClientID), FileInfo: f.FileInfo,
			DocumentID: newUUID(), FileType: f.FileType,
		})
	}
	// The order is not the request's: fileClientId tells the files apart.
	slices.Reverse(answer.Response)
	return simulator.JSON(http.StatusOK, answer)
}

// takes says what is wrong with files for the action.
func (a action) takes(files []file) *refusal {
	if a.ActionMetaData.UserActionType != "DocumentUpload" {
		return &refusal{codeForbidden, "The action takes no documents"}
	}
	if len(files) == 0 {
		return missing("Response")
	}
	for _, f := range files {
		if why := f.check(); why != nil {
			return why
		}
	}
	return nil
}

func (f file) check() *refusal {
	refused := func(text string) *refusal { return &refusal{codeDocument, text} }
	ext := strings.ToLower(path.Ext(f.FileName))
	want, known := mediaTypes[ext]
	contents, err := base64.StdEncoding.DecodeString(f.FileContents)
	switch {
	case f.FileName == "":
		return missing("fileName")
	case f.FileType == "":
		return missing("fileType")
	case f.FileClientID == nil:
		return missing("fileClientId")
	case strings.HasPrefix(f.FileName, " ") || strings.ContainsAny(f.FileName, forbiddenInName) || len(ext) < 2:
		return refused("The file name breaks the rules")
	case known && want != f.FileType:
		return refused("The file type does not fit the file name")
	case err != nil || len(contents) == 0:
		return malformed("fileContents")
	case len(contents) > maxDocument:
		return refused("The file has more than 2MB")
	case f.FileName == "rejected.pdf":
		return refused("The document cannot be accepted")
	}
	return nil
}

// javaDouble writes a whole number the way the vendor's answers do: with a
// fraction, and from ten million on in scientific notation (TEM-2).
func javaDouble(n int64) json.RawMessage {
	if n > -1e7 && n < 1e7 {
		return json.RawMessage(strconv.FormatInt(n, 10) + ".0")
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(float64(n), 'E', -1, 64), "E")
	if !strings.Contains(mantissa, ".") {
		mantissa += ".0"
	}
	return json.RawMessage(mantissa + "E" + strings.TrimPrefix(strings.TrimPrefix(exponent, "+"), "0"))
}

func newUUID() string {
	h := simulator.RandomHex(16)
	return fmt.Sprintf("%s-%s-4%s-a%s-%s", h[:8], h[8:12], h[13:16], h[17:20], h[20:])
}
