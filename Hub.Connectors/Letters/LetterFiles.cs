using Hub.Connectors.Email;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Letters;

/// <summary>Reads the texts of files: PDF, DOCX, mails forwarded as a file with what they bring, and pictures where a program for them is set. Hostile ones give "unread", never an error.</summary>
public sealed class LetterFiles
{
    private const int MaxFiles = 12;

    /// <summary>Bytes at the beginning of a file that tell what it is; a picture says its size behind what its camera and its colours say.</summary>
    private const int MostSeen = 256 * 1024;

    /// <summary>Deep enough for what the readers themselves allow.</summary>
    private const int Stack = 16 * 1024 * 1024;

    /// <summary>How long a reader that shall end is waited for.</summary>
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(5);

    private readonly Pictures pictures;
    private readonly CancellationToken token;

    private LetterFiles(Pictures pictures, CancellationToken token) => (this.pictures, this.token) = (pictures, token);

    /// <summary>What could be read of the first twelve within the time that one item has; a file that was not reached is unread.</summary>
    /// <param name="reader">Null leaves pictures to people.</param>
    public static IReadOnlyList<FileText> Read(IReadOnlyList<Attachment> files, PictureReader? reader = null)
    {
        var wanted = files.Where(f => !f.IsInline && (KindOf(f) is not (Sort.Other or Sort.Picture) || (reader is { IsOn: true } && KindOf(f) is Sort.Picture))).ToList();
        if (wanted.Count == 0)
        {
            return [];
        }

        var read = new FileText[]?[wanted.Count];
        using var over = new CancellationTokenSource();
        var letters = new LetterFiles(new Pictures(reader), over.Token);
        var thread = new Thread(() => letters.ReadEach(wanted, read), Stack) { IsBackground = true };
        thread.Start();
        if (!thread.Join(FileBounds.Longest + (reader?.Longest ?? TimeSpan.Zero)))
        {
            // What it has read by then is dropped with it, before the next item brings its own.
            over.Cancel();
            thread.Join(Ending);
        }

        return [.. wanted.SelectMany((file, i) => Volatile.Read(ref read[i]) ?? [Unread(file)])];
    }

    private void ReadEach(List<Attachment> files, FileText[]?[] read)
    {
        for (var i = 0; i < Math.Min(MaxFiles, files.Count) && !token.IsCancellationRequested; i++)
        {
            Volatile.Write(ref read[i], [Of(files[i]), .. Brought(files[i])]);
            files[i].PutDown();
        }
    }

    private FileText Of(Attachment file)
    {
        if (file.Length > FileBounds.MaxBytes)
        {
            return Unread(file);
        }

        try
        {
            return KindOf(file) switch
            {
                Sort.Pdf => PdfLetter.Read(file.Name, file.Content, pictures, token),
                Sort.Packed => WordLetter.Read(file.Name, file.Content, token) ?? new FileText(file.Name, FileReadability.Other, ""),
                Sort.Mail => new FileText(file.Name, FileReadability.Text, MailText(file)),
                Sort.Picture when pictures.Read(file.Content) is { } text => new FileText(file.Name, FileReadability.Recognised, text) { IsWhole = false },
                _ => new FileText(file.Name, FileReadability.Other, ""),
            };
        }
        catch (Exception)
        {
            // Whatever a broken file makes a reader say: the item goes on without its text.
            return Unread(file);
        }
    }

    private static string MailText(Attachment file)
    {
        var reading = MailReader.Read(file.Content);
        var text = LetterText.Split(reading.Text ?? "").New;
        return $"{reading.Subject}\n{(text.Length <= FileBounds.MaxCharacters ? text : text[..FileBounds.MaxCharacters])}";
    }

    /// <summary>The letters in a mail that came as a file; what lies deeper is not looked for.</summary>
    private FileText[] Brought(Attachment file) => file.Length <= FileBounds.MaxBytes && KindOf(file) is Sort.Mail
        ? [.. MailAttachments.Of(MailReader.Read(file.Content)).Files.Where(f => KindOf(f) is Sort.Pdf or Sort.Packed).Take(2).Select(Of)]
        : [];

    private static FileText Unread(Attachment file) => new(file.Name, FileReadability.Unread, "");

    /// <summary>By what a file is, not by what it is called.</summary>
    private static Sort KindOf(Attachment file)
    {
        var start = file.Start(MostSeen).Span;
        return start[..Math.Min(start.Length, 1024)].IndexOf("%PDF-"u8) >= 0 ? Sort.Pdf
            : start.StartsWith("PK\u0003\u0004"u8) ? Sort.Packed
            : PictureReader.IsPage(start) ? Sort.Picture
            : file.MediaType is "message/rfc822" || file.Name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase) ? Sort.Mail
            : Sort.Other;
    }

    private enum Sort
    {
        Other,
        Pdf,
        Packed,
        Mail,
        Picture,
    }
}
