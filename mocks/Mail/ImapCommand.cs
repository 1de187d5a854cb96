using System.Text;

namespace Hub.Mocks.Mail;

/// <summary>A command of an IMAP client: tag, verb (with <c>UID</c> in front where given) and arguments.</summary>
internal sealed record ImapCommand(string Tag, string Verb, IReadOnlyList<ImapArgument> Arguments)
{
    private const int LargestLiteral = 1024 * 1024;

    public string? Text(int index) => index < Arguments.Count ? Arguments[index].Text : null;

    /// <summary>Reads one command with its literals, synchronising or not (RFC 3501 4.3, RFC 7888).</summary>
    /// <returns>Null when the client has gone.</returns>
    public static async Task<ImapCommand?> ReadAsync(LineStream lines, CancellationToken token)
    {
        var text = new StringBuilder();
        var literals = new List<string>();
        while (await lines.ReadLineAsync(token) is byte[] bytes)
        {
            var line = Encoding.UTF8.GetString(bytes);
            if (LiteralAtEnd(line) is not var (start, size, wait))
            {
                return Parse(text.Append(line).ToString(), literals);
            }

            if (size > LargestLiteral)
            {
                throw new InvalidDataException("literal too large");
            }

            if (wait)
            {
                await lines.WriteLineAsync("+ lanjut", token);
            }

            text.Append(line.AsSpan(0, start)).Append('\u0001').Append(literals.Count).Append('\u0001');
            literals.Add(Encoding.UTF8.GetString(await lines.ReadExactlyAsync(size, token)));
        }

        return null;
    }

    private static (int Start, int Size, bool Wait)? LiteralAtEnd(string line)
    {
        var open = line.LastIndexOf('{');
        if (open < 0 || !line.EndsWith('}'))
        {
            return null;
        }

        var inside = line.AsSpan(open + 1, line.Length - open - 2);
        var wait = !inside.EndsWith("+");
        return int.TryParse(wait ? inside : inside[..^1], out var size) ? (open, size, wait) : null;
    }

    private static ImapCommand Parse(string text, List<string> literals)
    {
        var words = new ImapWords(text, literals).ReadAll();
        var tag = words.Count > 0 ? words[0].Text ?? "*" : "*";
        var verb = words.Count > 1 ? (words[1].Text ?? "").ToUpperInvariant() : "";
        return verb == "UID" && words.Count > 2
            ? new(tag, "UID " + (words[2].Text ?? "").ToUpperInvariant(), words.Skip(3).ToArray())
            : new(tag, verb, words.Skip(2).ToArray());
    }
}

/// <summary>A word, or a list in parentheses.</summary>
internal sealed record ImapArgument(string? Text, IReadOnlyList<ImapArgument> List);

/// <summary>Splits a command into its arguments.</summary>
internal sealed class ImapWords(string text, IReadOnlyList<string> literals)
{
    private int at;

    public IReadOnlyList<ImapArgument> ReadAll()
    {
        var found = new List<ImapArgument>();
        while (at < text.Length && text[at] != ')')
        {
            if (text[at] == ' ')
            {
                at++;
                continue;
            }

            found.Add(ReadOne());
        }

        return found;
    }

    private ImapArgument ReadOne() => text[at] switch
    {
        '(' => ReadList(),
        '"' => new(ReadQuoted(), []),
        '\u0001' => new(ReadLiteral(), []),
        _ => new(ReadAtom(), []),
    };

    private ImapArgument ReadList()
    {
        at++;
        var inside = ReadAll();
        at = Math.Min(at + 1, text.Length);
        return new(null, inside);
    }

    private string ReadQuoted()
    {
        var word = new StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] == '\\' && at + 1 < text.Length)
            {
                at++;
            }

            word.Append(text[at]);
        }

        at = Math.Min(at + 1, text.Length);
        return word.ToString();
    }

    private string ReadLiteral()
    {
        var end = text.IndexOf('\u0001', at + 1);
        var index = int.Parse(text.AsSpan(at + 1, end - at - 1));
        at = end + 1;
        return literals[index];
    }

    /// <summary>An atom may hold a bracketed section with blanks: <c>BODY.PEEK[HEADER.FIELDS (FROM TO)]&lt;0.100&gt;</c>.</summary>
    private string ReadAtom()
    {
        var start = at;
        var depth = 0;
        while (at < text.Length && (depth > 0 || text[at] is not (' ' or '(' or ')')))
        {
            depth += text[at] switch { '[' => 1, ']' => -1, _ => 0 };
            at++;
        }

        return text[start..at];
    }
}
