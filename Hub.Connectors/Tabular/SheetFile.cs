using ExcelDataReader.Exceptions;
using Hub.Domain;

namespace Hub.Connectors.Tabular;

/// <summary>Opens what people export: XLSX, old XLS, CSV with any delimiter and charset. Told apart by content, not by name.</summary>
public static class SheetFile
{
    private const int LargestMb = 64;

    /// <exception cref="ConnectorFailure">Malformed: the file is too large, protected or no table; the message names it.</exception>
    public static IReadOnlyList<Sheet> Read(string name, Stream content)
    {
        var bytes = Bytes(name, content);
        var isZip = bytes.AsSpan().StartsWith("PK\u0003\u0004"u8);
        var isOle = bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]);
        if (!isZip && !isOle)
        {
            return CsvSheet.Looks(bytes)
                ? [CsvSheet.Read(name, bytes)]
                : throw Malformed(Said.Of<SheetTexts>("NoSheet", name));
        }

        try
        {
            if (isZip)
            {
                WorkbookBounds.Check(name, bytes);
            }

            return ExcelSheets.Read(name, bytes);
        }
        catch (InvalidPasswordException e)
        {
            throw Malformed(Said.Of<SheetTexts>("Locked", name), e);
        }
        catch (Exception e) when (e is ExcelReaderException or InvalidDataException or IOException or ArgumentException or FormatException
            or System.Xml.XmlException or NullReferenceException or IndexOutOfRangeException or KeyNotFoundException or InvalidOperationException)
        {
            // The library meets a broken workbook with whatever breaks first; for us all of that is one thing.
            throw Malformed(Said.Of<SheetTexts>("Damaged", name), e);
        }
    }

    private static byte[] Bytes(string name, Stream content)
    {
        if (content.CanSeek && content.Length - content.Position > LargestMb * 1024L * 1024L)
        {
            throw Malformed(Said.Of<SheetTexts>("TooLarge", name, LargestMb));
        }

        // Where its length is known memory holds it once.
        using var all = new MemoryStream(content.CanSeek ? (int)(content.Length - content.Position) : 0);
        var part = new byte[81920];
        for (int read; (read = content.Read(part)) > 0;)
        {
            all.Write(part, 0, read);
            if (all.Length > LargestMb * 1024L * 1024L)
            {
                throw Malformed(Said.Of<SheetTexts>("TooLarge", name, LargestMb));
            }
        }

        return all.Length == 0 ? throw Malformed(Said.Of<SheetTexts>("EmptyFile", name)) : all.Length == all.Capacity ? all.GetBuffer() : all.ToArray();
    }

    private static ConnectorFailure Malformed(Said said, Exception? inner = null) => new(FailureKind.Malformed, said, inner);
}
