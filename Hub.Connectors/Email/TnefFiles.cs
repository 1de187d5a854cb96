using MimeKit;
using MimeKit.Tnef;

namespace Hub.Connectors.Email;

/// <summary>Opens <c>winmail.dat</c>, the box in which Outlook locks letters and files.</summary>
internal sealed record TnefFiles(string? Text, IReadOnlyList<MimeEntity> Files)
{
    /// <returns>Null when the box is broken: then it stays a file as it is.</returns>
    public static TnefFiles? Open(TnefPart part)
    {
        try
        {
            var message = part.ConvertToMessage();
            List<MimeEntity> files = [.. message.Attachments];
            var text = message.TextBody ?? (message.HtmlBody is { } html ? HtmlText.Of(html) : null);
            return files.Count == 0 && string.IsNullOrWhiteSpace(text) ? null : new(text, files);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return null;
        }
    }
}
