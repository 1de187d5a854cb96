using Hub.Domain;
using Hub.Domain.Letters;
using Hub.Domain.Submissions;

namespace Hub.Connectors.Letters;

/// <summary>What an item's letter says is part of the item: read once, from its files or from its own text.</summary>
public static class EnclosedLetter
{
    private const int MaxLetter = 6_000;

    /// <summary>Of a file that is no letter the beginning tells what it is.</summary>
    private const int MaxOther = 2_000;

    /// <summary>The item with what its letter adds; what the source itself says stays.</summary>
    /// <param name="pictures">Null leaves scans and photos to people.</param>
    public static Submission AddTo(Submission submission, PictureReader? pictures = null)
    {
        var files = LetterFiles.Read(submission.Attachments, pictures);
        var receivedOn = Wita.DateOf(submission.ReceivedAt);
        var read = files.Where(f => f.Readability is FileReadability.Text or FileReadability.Recognised).Select(f => (File: f, Letter: LetterReader.Read(f.Text, receivedOn, f.Name))).ToList();
        var (file, letter) = read.Find(r => r.Letter is not null) is { File: not null } found ? found : read.FirstOrDefault();
        letter ??= Own(submission, receivedOn);
        return submission with
        {
            Letter = letter,
            LetterText = file is null ? null : $"[{file.Name}]\n{Cut(file.Text.Trim('\n', ' '), letter?.File is null ? MaxOther : MaxLetter)}",
            LetterNumber = submission.LetterNumber ?? letter?.Number,
            EventOn = submission.EventOn ?? letter?.EventOn,
            Facts = [.. submission.Facts, .. Fact(files, FileReadability.Recognised, "Recognised"), .. Fact(files, FileReadability.Scan, "Scan"), .. Fact(files, FileReadability.Unread, "Unread")],
        };
    }

    /// <summary>A letter that was copied into the text has its number there; one that the source took down has it in a field.</summary>
    private static Letter? Own(Submission submission, DateOnly receivedOn) =>
        LetterReader.Read(submission.Mail?.NewText ?? submission.Body, receivedOn) is { Number: not null } letter ? letter
        : submission.LetterNumber is { } number ? new Letter { Number = number, Subject = submission.Title, From = submission.Reporter.Organisation, EventOn = submission.EventOn }
        : null;

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    private static IEnumerable<KeyValuePair<string, string>> Fact(IReadOnlyList<FileText> files, FileReadability readability, string name) =>
        files.Where(f => f.Readability == readability).Select(f => f.Name).ToList() is { Count: > 0 } names
            ? [new(Said.Of<LetterTexts>(name).ToString(), Said.Of<LetterTexts>(name + "Files", string.Join(", ", names)).ToString())]
            : [];
}
