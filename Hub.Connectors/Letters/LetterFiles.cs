using Hub.Connectors.Email;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Letters;

/// <summary>Reads the texts of files: PDF, DOCX, and mails forwarded as a file with what they bring. Hostile ones give "unread", never an error.</summary>
public static class LetterFiles
{
    private const int MaxFiles = 12;

    /// <summary>Deep enough for what the readers themselves allow.</summary>
    private const int Stack = 16 * 1024 * 1024;

    /// <summary>What could be read within the time that one item has; a file that was not reached is unread.</summary>
    public static IReadOnlyList<FileText> Read(IReadOnlyList<Attachment> files)
    {
        var wanted = files.Where(f => !f.IsInline && KindOf(f) is not Sort.Other).Take(MaxFiles).ToList();
        if (wanted.Count == 0)
        {
            return [];
        }

        var read = new FileText[]?[wanted.Count];
        var reader = new Thread(() => ReadEach(wanted, read), Stack) { IsBackground = true };
        reader.Start();
        reader.Join(FileBounds.Longest);
        return [.. wanted.SelectMany((file, i) => Volatile.Read(ref read[i]) ?? [Unread(file)])];
    }

    private static void ReadEach(List<Attachment> files, FileText[]?[] read)
    {
        for (var i = 0; i < files.Count; i++)
        {
            Volatile.Write(ref read[i], [Of(files[i]), .. Brought(files[i])]);
        }
    }

    private static FileText Of(Attachment file)
    {
        if (file.Content.Length > FileBounds.MaxBytes)
        {
            return Unread(file);
        }

        try
        {
            return KindOf(file) switch
            {
                Sort.Pdf => PdfLetter.Read(file.Name, file.Content),
                Sort.Packed => WordLetter.Read(file.Name, file.Content) ?? new FileText(file.Name, FileReadability.Other, ""),
                Sort.Mail => new FileText(file.Name, FileReadability.Text, MailText(file)),
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
    private static FileText[] Brought(Attachment file) => KindOf(file) is Sort.Mail && file.Content.Length <= FileBounds.MaxBytes
        ? [.. MailAttachments.Of(MailReader.Read(file.Content)).Files.Where(f => KindOf(f) is Sort.Pdf or Sort.Packed).Take(2).Select(Of)]
        : [];

    private static FileText Unread(Attachment file) => new(file.Name, FileReadability.Unread, "");

    /// <summary>By what a file is, not by what it is called.</summary>
    private static Sort KindOf(Attachment file)
    {
        var start = file.Content.Span[..Math.Min(file.Content.Length, 1024)];
        return start.IndexOf("%PDF-"u8) >= 0 ? Sort.Pdf
            : start.StartsWith("PK\u0003\u0004"u8) ? Sort.Packed
            : file.MediaType is "message/rfc822" || file.Name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase) ? Sort.Mail
            : Sort.Other;
    }

    private enum Sort
    {
        Other,
        Pdf,
        Packed,
        Mail,
    }
}
