using System.Buffers;
using System.Diagnostics;

namespace Hub.Domain.Conversation;

/// <summary>What a bureau's staff say to the hub by answering a notice: one word at the start, with what belongs to it.</summary>
/// <param name="Argument">The reason, question or answer; null for <see cref="MailCommandKind.Accept"/>.</param>
/// <param name="Problem">Why it cannot be carried out; null when it can.</param>
public sealed record MailCommand(MailCommandKind Kind, string? Argument, MailCommandProblem? Problem)
{
    private static readonly (string Word, MailCommandKind Kind)[] Words =
    [
        ("TERIMA", MailCommandKind.Accept),
        ("KEMBALIKAN", MailCommandKind.GiveBack),
        ("MINTA DATA", MailCommandKind.AskForData),
        ("SELESAI", MailCommandKind.Finish),
        ("TERUSKAN", MailCommandKind.Forward),
        ("BUKAN WEWENANG", MailCommandKind.NotOurs),
        ("ACARA", MailCommandKind.SetEvent),
        ("LAYANAN", MailCommandKind.SetService),
        ("TOLAK", MailCommandKind.Refuse),
        ("TARIK", MailCommandKind.Withdraw),
        ("BUKA KEMBALI", MailCommandKind.Reopen),
        ("PPID", MailCommandKind.StartPpid),
        ("PERPANJANG", MailCommandKind.ExtendPpid),
        ("MENUNGGU", MailCommandKind.WaitFor),
        ("BALASAN TIBA", MailCommandKind.StopWaiting),
        ("MULAI", MailCommandKind.Begin),
        ("LENGKAP", MailCommandKind.Complete),
        ("CATATAN", MailCommandKind.Note),
        ("AMBIL", MailCommandKind.Take),
    ];

    /// <summary>Ordinary words of a letter: they command only as they are written in the notices, in capitals.</summary>
    private static readonly MailCommandKind[] Exact = [MailCommandKind.SetEvent, MailCommandKind.SetService, MailCommandKind.Refuse, MailCommandKind.Withdraw, MailCommandKind.Reopen, MailCommandKind.StartPpid, MailCommandKind.ExtendPpid, MailCommandKind.WaitFor, MailCommandKind.StopWaiting, MailCommandKind.Begin, MailCommandKind.Complete, MailCommandKind.Note, MailCommandKind.Take];

    private static readonly SearchValues<char> WordEnds = SearchValues.Create(":,.;!-*_\"");

    /// <summary>Lines with which letters begin; a command may stand below them.</summary>
    private static readonly string[] Greetings = ["YTH", "KEPADA", "DENGAN HORMAT", "ASSALAM", "SELAMAT", "HALO", "HAI", "SALAM", "BAPAK", "IBU", "PAK ", "BU ", "DEAR"];

    /// <summary>The word as it is written in notices.</summary>
    public static string WordOf(MailCommandKind kind) => Array.Find(Words, w => w.Kind == kind).Word;

    /// <param name="newText">What the sender wrote this time, without quoted text and signature.</param>
    /// <returns>Null when the text gives no command: then it is an ordinary reply.</returns>
    public static MailCommand? Parse(string? newText)
    {
        var lines = (newText ?? "").ReplaceLineEndings("\n").Split('\n').Select(l => l.Trim()).ToList();
        var first = lines.FindIndex(l => l.Length > 0 && !IsGreeting(l));
        if (first < 0 || Match(lines[first]) is not { } match)
        {
            return null;
        }

        // A second command further down: nobody can know which one was meant.
        if (lines.Skip(first + 1).Any(IsPlainCommand))
        {
            return new(match.Kind, null, MailCommandProblem.TwoCommands);
        }

        var argument = string.Join('\n', lines.Skip(first + 1).Prepend(match.Tail)).TrimStart(' ', '\n', ':', '-', '–', '<', '.', ',').TrimEnd();
        if (match.Kind is MailCommandKind.Accept or MailCommandKind.Reopen or MailCommandKind.Take)
        {
            return new(match.Kind, null, null);
        }

        if (match.Kind is MailCommandKind.Withdraw or MailCommandKind.StopWaiting or MailCommandKind.StartPpid or MailCommandKind.Complete)
        {
            return new(match.Kind, argument, null);
        }

        return !argument.Any(char.IsLetterOrDigit) ? new(match.Kind, null, Missing(match.Kind)) : new(match.Kind, argument, null);
    }

    private static MailCommandProblem Missing(MailCommandKind kind) => kind switch
    {
        MailCommandKind.GiveBack => MailCommandProblem.NoReason,
        MailCommandKind.AskForData => MailCommandProblem.NoQuestion,
        MailCommandKind.Forward => MailCommandProblem.NoBureau,
        MailCommandKind.NotOurs => MailCommandProblem.NoAuthority,
        MailCommandKind.WaitFor => MailCommandProblem.NoWhom,
        MailCommandKind.Begin => MailCommandProblem.NoOccasion,
        MailCommandKind.Finish => MailCommandProblem.NoAnswer,
        MailCommandKind.Refuse or MailCommandKind.ExtendPpid => MailCommandProblem.NoReason,
        MailCommandKind.SetEvent => MailCommandProblem.NoDate,
        MailCommandKind.SetService => MailCommandProblem.NoService,
        MailCommandKind.Note => MailCommandProblem.NoNote,
        MailCommandKind.Accept or MailCommandKind.Withdraw or MailCommandKind.Reopen or MailCommandKind.StartPpid or MailCommandKind.StopWaiting or MailCommandKind.Complete or MailCommandKind.Take => throw new UnreachableException(),
    };

    private static bool IsGreeting(string line)
    {
        var upper = line.ToUpperInvariant();
        return Match(line) is null && Array.Exists(Greetings, g => upper.StartsWith(g, StringComparison.Ordinal));
    }

    private static bool IsPlainCommand(string line) =>
        Array.Exists(Words, w => line.StartsWith(w.Word, StringComparison.Ordinal) && (line.Length == w.Word.Length || line[w.Word.Length] is ' ' or ':'));

    private static (MailCommandKind Kind, string Tail)? Match(string line)
    {
        var words = line.TrimStart('*', '_', '"', '\'', '#', '>', ' ').Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries);
        foreach (var (word, kind) in Words)
        {
            var count = word.Contains(' ', StringComparison.Ordinal) ? 2 : 1;
            if (words.Length < count)
            {
                continue;
            }

            var (written, tail) = Split(string.Join(' ', words.Take(count)));
            if (Exact.Contains(kind) ? written != word : !IsMeant(written.ToUpperInvariant(), word))
            {
                continue;
            }

            var rest = $"{tail} {string.Join(' ', words.Skip(count))}".Trim();

            // "Terima kasih" is the most frequent answer of all, and no command; so is a sentence that goes on.
            return kind == MailCommandKind.Accept && rest.Trim('.', '!', ',', '*', '_', '"') is { Length: > 0 } more && !IsPolite(more) ? null : (kind, rest);
        }

        return null;
    }

    /// <summary>"TERIMA: …" and "SELESAI,…" are written without a blank too.</summary>
    private static (string Word, string Tail) Split(string text)
    {
        var end = text.AsSpan().IndexOfAny(WordEnds);
        return end < 0 ? (text, "") : (text[..end], text[(end + 1)..]);
    }

    private static bool IsPolite(string rest) => rest.ToUpperInvariant().TrimEnd('.', '!') is "PAK" or "BU" or "BAPAK" or "IBU" or "YA" or "TIKET INI" or "TUGAS INI" or "DISPOSISI INI";

    /// <summary>One slip of the finger is forgiven, never in the first letter: BERESKAN, TEMUKAN and TEGASKAN are other words than TERUSKAN, and a guess acts.</summary>
    private static bool IsMeant(string written, string word) =>
        written == word || (written is not ("DITERIMA" or "TERIMAKASIH") && written.Length > 0 && written[0] == word[0] && Distance(written, word) <= 1);

    /// <summary>Letters to change, leave out, put in or swap (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        if (Math.Abs(a.Length - b.Length) > 2)
        {
            return int.MaxValue;
        }

        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                table[i, j] = i == 0 || j == 0 ? i + j : Math.Min(Math.Min(table[i - 1, j], table[i, j - 1]) + 1, table[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[a.Length, b.Length];
    }
}

/// <summary>The things that staff can say by mail.</summary>
public enum MailCommandKind
{
    /// <summary>TERIMA: the bureau takes it.</summary>
    Accept,

    /// <summary>KEMBALIKAN alasan: not the bureau's.</summary>
    GiveBack,

    /// <summary>MINTA DATA pertanyaan: the reporter is asked.</summary>
    AskForData,

    /// <summary>SELESAI jawaban: the answer.</summary>
    Finish,

    /// <summary>TERUSKAN 1, TERUSKAN 2 or TERUSKAN biro alasan: whose it is.</summary>
    Forward,

    /// <summary>BUKAN WEWENANG instansi: penjelasan: another authority's.</summary>
    NotOurs,

    /// <summary>ACARA tanggal: the day of the event.</summary>
    SetEvent,

    /// <summary>LAYANAN nomor: which service of the bureau.</summary>
    SetService,

    /// <summary>TOLAK alasan: the answer is a refusal.</summary>
    Refuse,

    /// <summary>TARIK: the reporter withdraws it.</summary>
    Withdraw,

    /// <summary>BUKA KEMBALI: the matter goes on after its answer.</summary>
    Reopen,

    /// <summary>PPID: it runs under UU 14/2008; PPID KABUL, SEBAGIAN, TOLAK, KEBERATAN or SENGKETA: what became of it (<see cref="PpidCommand"/>).</summary>
    StartPpid,

    /// <summary>PERPANJANG alasan: the one extension of a PPID request.</summary>
    ExtendPpid,

    /// <summary>MENUNGGU instansi surat nomor: another authority was asked.</summary>
    WaitFor,

    /// <summary>BALASAN TIBA: it answered.</summary>
    StopWaiting,

    /// <summary>MULAI peristiwa tanggal: something that a term counts from.</summary>
    Begin,

    /// <summary>LENGKAP: what was asked for has come; LENGKAP 1,3: these requirements are there.</summary>
    Complete,

    /// <summary>CATATAN teks: for colleagues; the reporter does not hear of it.</summary>
    Note,

    /// <summary>AMBIL: the writer works on it.</summary>
    Take,
}

/// <summary>Why a command is sent back to its writer.</summary>
public enum MailCommandProblem
{
    NoReason,
    NoQuestion,
    NoAnswer,
    NoBureau,
    NoAuthority,
    NoDate,
    NoService,
    NoWhom,
    NoOccasion,
    NoNote,
    TwoCommands,
}
