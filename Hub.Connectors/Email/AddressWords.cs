using System.Text;

namespace Hub.Connectors.Email;

/// <summary>Reads the people in an address field (RFC 5322, 3.4), also where no grammar allows what is written there.</summary>
internal static class AddressWords
{
    /// <summary>Enough for any letter; a field with more is an attack.</summary>
    private const int MaxPeople = 5000;
    private const int MaxGroupName = 200;

    public static IReadOnlyList<MailAddress> Read(byte[] raw, string? hint)
    {
        var people = new List<MailAddress>();
        var pieces = Pieces(HeaderWords.Unfold(raw, hint));
        for (var i = 0; i < pieces.Count && people.Count < MaxPeople; i++)
        {
            var piece = pieces[i];

            // "Aminah, Siti <siti@…>": an unquoted comma in a name; the piece before has neither address nor brackets.
            while (piece.IsLooseName && i + 1 < pieces.Count && pieces[i + 1] is { Angle: not null, Phrase.Length: > 0 } next)
            {
                piece = next with { Phrase = piece.Phrase + ", " + next.Phrase };
                i++;
            }

            if (piece.Person() is { } person)
            {
                people.Add(person);
            }
        }

        return people;
    }

    /// <summary>Cuts the field at commas and semicolons that stand outside quotes, comments and brackets, and drops group names.</summary>
    private static List<Piece> Pieces(string text)
    {
        var pieces = new List<Piece>();
        var (phrase, quoted) = (new StringBuilder(), false);
        string? angle = null;
        string? comment = null;

        // A search that failed once fails for every later sign too; it is not made again.
        var (quotes, comments) = (true, true);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '"' when quotes && ClosingQuote(text, i) is var end && (quotes = end > 0):
                    phrase.Append(Unescaped(text[(i + 1)..end]));
                    quoted = true;
                    i = end;
                    break;
                case '(' when comments && ClosingParenthesis(text, i) is var end && (comments = end > 0):
                    comment ??= Unescaped(text[(i + 1)..end]);
                    i = end;
                    break;
                case '<' when angle is null:
                    var close = AngleEnd(text, i);
                    angle = text[(i + 1)..close];
                    i = close;
                    break;
                case ',' or ';':
                    pieces.Add(new(phrase.ToString().Trim(), angle, comment, quoted));
                    (phrase, quoted, angle, comment) = (new(), false, null, null);
                    break;
                case ':' when angle is null && !quoted && phrase.Length is > 0 and < MaxGroupName && !phrase.ToString().Contains('@', StringComparison.Ordinal) && LooksLikeGroup(text, i):
                    phrase.Clear();
                    break;
                default:
                    phrase.Append(text[i]);
                    break;
            }
        }

        pieces.Add(new(phrase.ToString().Trim(), angle, comment, quoted));
        return pieces;
    }

    /// <summary>A group ends with a semicolon somewhere behind its name.</summary>
    private static bool LooksLikeGroup(string text, int colon) => text.IndexOf(';', colon) >= 0;

    private static int ClosingQuote(string text, int open)
    {
        for (var i = open + 1; i < text.Length; i++)
        {
            if (text[i] == '\\')
            {
                i++;
            }
            else if (text[i] == '"')
            {
                return i;
            }
        }

        return -1;
    }

    private static int ClosingParenthesis(string text, int open)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '(':
                    depth++;
                    break;
                case ')' when --depth == 0:
                    return i;
            }
        }

        return -1;
    }

    private static int AngleEnd(string text, int open)
    {
        var close = text.IndexOf('>', open);
        if (close >= 0)
        {
            return close;
        }

        var comma = text.IndexOf(',', open);
        return comma < 0 ? text.Length : comma;
    }

    private static string Unescaped(string quoted) => quoted.Contains('\\', StringComparison.Ordinal)
        ? string.Concat(quoted.Where((c, i) => c != '\\' || (i > 0 && quoted[i - 1] == '\\')))
        : quoted;

    /// <summary>What stood between two commas.</summary>
    private sealed record Piece(string Phrase, string? Angle, string? Comment, bool Quoted)
    {
        public bool IsLooseName => Angle is null && !Quoted && Comment is null && Phrase.Length > 0 && !Phrase.Contains('@', StringComparison.Ordinal);

        public MailAddress? Person()
        {
            if (Angle is not null)
            {
                var address = AddressOf(Angle);
                var name = Name(Phrase) ?? Name(Comment);
                return address.Length == 0 && name is null ? null : new(name, address);
            }

            if (Phrase.Length == 0)
            {
                return null;
            }

            var words = HeaderWords.DecodeWords(Phrase).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var at = Array.FindLastIndex(words, w => w.Contains('@', StringComparison.Ordinal));
            if (at >= 0)
            {
                return new(Name(string.Join(' ', words.Where((_, i) => i != at))) ?? Name(Comment), AddressOf(words[at]));
            }

            return words.Length == 1 && !Quoted ? new(Name(Comment), words[0]) : new(Name(Phrase), "");
        }

        /// <summary>Without blanks and without the route of RFC 822.</summary>
        private static string AddressOf(string text)
        {
            var bare = string.Concat(text.Where(c => !char.IsWhiteSpace(c) && !char.IsControl(c)));
            var route = bare.StartsWith('@') ? bare.IndexOf(':', StringComparison.Ordinal) : -1;
            var address = HeaderWords.DecodeWords(bare[(route + 1)..]).Trim('<', '>');

            // RFC 5321 allows 254; a longer one is no address.
            return address.Length <= 320 ? address : "";
        }

        private static string? Name(string? text)
        {
            var name = text is null ? "" : MailHeaders.Collapse(HeaderWords.DecodeWords(text));
            return name.Length == 0 ? null : name;
        }
    }
}
