using System.Text;
using Hub.Connectors.Letters;
using Hub.Domain.Submissions;

namespace Hub.Host.People.Files;

/// <summary>Why a file stays with the verifier.</summary>
public enum HeldFile
{
    /// <summary>Of a kind from which nobody here can take out who made it.</summary>
    Kind,

    /// <summary>Not what its beginning says.</summary>
    Damaged,

    /// <summary>Encrypted.</summary>
    Locked,

    /// <summary>Carries other files or a program inside.</summary>
    Carries,

    /// <summary>Becomes too large, or takes too long to read.</summary>
    TooLarge,

    /// <summary>Its words show who wrote.</summary>
    Names,

    /// <summary>Pictures, scans and what is too long: nobody has read whether they show who wrote.</summary>
    Unread,
}

/// <summary>A file as others than the verifier may have it: what draws and what is written in it, without what tells who made it, where and with what.</summary>
/// <param name="Content">Null when the file cannot be made safe; then <paramref name="Why"/> says why.</param>
public sealed record SafeCopy(FileType Type, byte[]? Content, HeldFile? Why)
{
    /// <summary>One at a time: whatever comes in, memory holds one document that is being cleaned. The turn is over when the work has ended, which it does soon after its time.</summary>
    private static readonly SemaphoreSlim Turn = new(1, 1);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <param name="content">As it came.</param>
    /// <param name="mask">Blots out of a text what points to the reporter.</param>
    /// <param name="shows">Whether words show who wrote; null for whoever may know that.</param>
    public static async Task<SafeCopy> OfAsync(byte[] content, Func<string, string> mask, CancellationToken token, Func<string, bool>? shows = null)
    {
        var type = FileType.Of(content);
        await Turn.WaitAsync(token);
        var work = Task.Run(() => InTurn(type, content, mask, shows, token), CancellationToken.None);
        try
        {
            return await work.WaitAsync(Longest, token);
        }
        catch (TimeoutException)
        {
            return new SafeCopy(type, null, HeldFile.TooLarge);
        }
    }

    private static SafeCopy InTurn(FileType type, byte[] content, Func<string, string> mask, Func<string, bool>? shows, CancellationToken token)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(token);
        over.CancelAfter(Longest);
        try
        {
            return Of(type, content, mask, shows, over.Token);
        }
        finally
        {
            Turn.Release();
        }
    }

    /// <summary>Whether files of that type can be cleaned at all; what is inside decides the rest.</summary>
    public static bool CanBeMade(FileKind kind) => kind switch
    {
        FileKind.Jpeg or FileKind.Png or FileKind.Webp or FileKind.Gif or FileKind.Tiff or FileKind.Heif or FileKind.Pdf or FileKind.OfficeOpen or FileKind.OpenDocument or FileKind.Text => true,
        FileKind.Archive or FileKind.Compound or FileKind.Video or FileKind.Markup or FileKind.Mail or FileKind.Unknown => false,
    };

    /// <summary>The same of a stored type, for pages that do not open the file; what is not known here may be asked for.</summary>
    public static bool IsNeverMade(string mediaType) => mediaType.StartsWith("video/", StringComparison.OrdinalIgnoreCase)
        || mediaType is "application/zip" or "application/vnd.rar" or "application/x-7z-compressed" or "application/gzip" or "application/x-ole-storage" or "message/rfc822";

    private static SafeCopy Of(FileType type, byte[] content, Func<string, string> mask, Func<string, bool>? shows, CancellationToken token)
    {
        if (!CanBeMade(type.Kind))
        {
            return new SafeCopy(type, null, HeldFile.Kind);
        }

        try
        {
            var clean = type.Kind switch
            {
                FileKind.Pdf => PdfCleaning.Clean(content, token),
                FileKind.OfficeOpen or FileKind.OpenDocument => DocumentCleaning.Clean(content, token),
                FileKind.Text => Encoding.UTF8.GetBytes(mask(Encoding.UTF8.GetString(content))),
                _ => ImageMetadata.Strip(content),
            };
            var why = clean is null ? HeldFile.Damaged : shows is null ? null : FileWords.Why(type.Kind, clean, shows, token);
            return new SafeCopy(type, why is null ? clean : null, why);
        }
        catch (Exception e) when (e is OperationCanceledException or FileTooMuch)
        {
            return new SafeCopy(type, null, HeldFile.TooLarge);
        }
        catch (FileHeld e)
        {
            return new SafeCopy(type, null, e.Why);
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            // A length that lies to a reader of bytes: what could not be walked to its end is held.
            return new SafeCopy(type, null, HeldFile.Damaged);
        }
    }
}

/// <summary>A file turns out not to be one that can be made safe.</summary>
internal sealed class FileHeld(HeldFile why, Exception? inner = null) : Exception(why.ToString(), inner)
{
    public HeldFile Why { get; } = why;
}
