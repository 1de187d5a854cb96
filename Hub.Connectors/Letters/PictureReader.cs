using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using Hub.Domain;

namespace Hub.Connectors.Letters;

/// <summary>
/// Reads words from pictures of letters with Tesseract, which runs as a process of its own for each picture: whatever a picture does to it, the hub goes on.
/// </summary>
public sealed class PictureReader(OcrOptions options)
{
    /// <summary>Four pages of A4 at 300 dots an inch; more is a poster, or an attack on memory.</summary>
    private const long MostDots = 40_000_000;

    /// <summary>Smaller ones are stamps, signatures and logos.</summary>
    private const int LeastWidth = 400;

    private const int LeastHeight = 100;

    /// <summary>A page is read from left to right whatever columns it seems to have: a letter's head stands in two.</summary>
    private const string OneBlock = "6";

    private static readonly TimeSpan Trial = TimeSpan.FromSeconds(10);

    /// <summary>False: no program is set, and nothing is read.</summary>
    public bool IsOn => options.Program is not null;

    /// <summary>For all pictures of one item.</summary>
    public TimeSpan Longest => IsOn ? TimeSpan.FromSeconds(options.Seconds) : TimeSpan.Zero;

    /// <returns>Whether it is a picture of a page by its size, in a format that is read here.</returns>
    public static bool IsPage(ReadOnlySpan<byte> picture) => SizeOf(picture) is var (width, height) && IsPage(width, height);

    /// <summary>By width and height in dots.</summary>
    internal static bool IsPage(int width, int height) => width >= LeastWidth && height >= LeastHeight && (long)width * height <= MostDots;

    /// <param name="picture">PNG or JPEG.</param>
    /// <returns>Lines with their columns; null when there is no writing in it, or it could not be read within the time.</returns>
    public string? Read(ReadOnlyMemory<byte> picture, TimeSpan within)
    {
        try
        {
            return IsPage(picture.Span) && within > TimeSpan.Zero && Run(["stdin", "stdout", "-l", options.Languages, "--psm", OneBlock, "tsv"], picture, within) is (0, var table) ? OcrPage.TextOf(table) : null;
        }
        catch (Win32Exception)
        {
            // The program is gone since the start, which had tried it: the picture stays for people to read, and the ticket says so.
            return null;
        }
    }

    /// <summary>Asks the program for its languages.</summary>
    /// <returns>What is wrong with the settings, in one sentence; null when pictures can be read.</returns>
    public Said? Fault()
    {
        if (!IsOn)
        {
            return null;
        }

        try
        {
            var (code, listed) = Run(["--list-langs"], default, Trial);
            var known = listed.Split('\n', StringSplitOptions.TrimEntries);
            return code != 0 ? Said.Of<LetterTexts>("OcrFails", options.Program!)
                : options.Languages.Split('+').FirstOrDefault(language => !known.Contains(language, StringComparer.Ordinal)) is { } missing ? Said.Of<LetterTexts>("OcrLanguage", missing, options.Program!)
                : null;
        }
        catch (Win32Exception)
        {
            return Said.Of<LetterTexts>("OcrMissing", options.Program!);
        }
    }

    /// <returns>The exit code, -1 when the time was over, and what was written.</returns>
    /// <exception cref="Win32Exception">There is no such program.</exception>
    private (int Code, string Output) Run(IEnumerable<string> arguments, ReadOnlyMemory<byte> input, TimeSpan within)
    {
        var start = new ProcessStartInfo(options.Program!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // More threads make one page hardly faster, and take the machine from everybody else.
        start.Environment["OMP_THREAD_LIMIT"] = "1";
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(within);
        try
        {
            return TalkAsync(process, input, patience.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return (-1, "");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static async Task<(int Code, string Output)> TalkAsync(Process process, ReadOnlyMemory<byte> input, CancellationToken token)
    {
        var (output, complaints) = (process.StandardOutput.ReadToEndAsync(token), process.StandardError.ReadToEndAsync(token));
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, token);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit code says the rest.
        }

        await Task.WhenAll(output, complaints);
        await process.WaitForExitAsync(token);
        return (process.ExitCode, await output);
    }

    private static (int Width, int Height)? SizeOf(ReadOnlySpan<byte> picture) =>
        picture.Length > 24 && picture[0] == 0x89 && picture[1..4].SequenceEqual("PNG"u8) ? (BinaryPrimitives.ReadInt32BigEndian(picture[16..]), BinaryPrimitives.ReadInt32BigEndian(picture[20..]))
        : picture.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]) ? JpegSize(picture)
        : null;

    /// <summary>Of the first frame.</summary>
    private static (int Width, int Height)? JpegSize(ReadOnlySpan<byte> picture)
    {
        for (var at = 2; at + 9 < picture.Length && picture[at] == 0xFF;)
        {
            var marker = picture[at + 1];
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                return (BinaryPrimitives.ReadUInt16BigEndian(picture[(at + 7)..]), BinaryPrimitives.ReadUInt16BigEndian(picture[(at + 5)..]));
            }

            at += 2 + BinaryPrimitives.ReadUInt16BigEndian(picture[(at + 2)..]);
        }

        return null;
    }
}
