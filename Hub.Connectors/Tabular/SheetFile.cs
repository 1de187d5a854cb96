using ExcelDataReader.Exceptions;
using Hub.Domain;

namespace Hub.Connectors.Tabular;

/// <summary>Opens what people export: XLSX, old XLS, CSV with any delimiter and charset. Told apart by content, not by name.</summary>
public static class SheetFile
{
    /// <summary>Bytes.</summary>
    private const long Largest = 64L * 1024 * 1024;

    /// <exception cref="ConnectorFailure">Malformed: the file is too large, protected or no table; the message names it.</exception>
    public static IReadOnlyList<Sheet> Read(string name, Stream content)
    {
        var whole = Whole(name, content);
        Span<byte> head = stackalloc byte[4];
        head = head[..whole.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        whole.Position = 0;
        var isZip = head.SequenceEqual("PK\u0003\u0004"u8);
        var isOle = head.SequenceEqual((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]);
        if (!isZip && !isOle)
        {
            var bytes = new byte[whole.Length];
            whole.ReadExactly(bytes);
            return CsvSheet.Looks(bytes)
                ? [CsvSheet.Read(name, bytes)]
                : throw Malformed(Said.Of<SheetTexts>("NoSheet", name));
        }

        try
        {
            if (isZip)
            {
                WorkbookBounds.Check(name, whole);
                whole.Position = 0;
                return ExcelSheets.Read(name, whole);
            }

            using var workbook = CompoundWorkbook.Open(name, whole);
            new BiffBounds(name).Check(workbook);
            workbook.Position = 0;
            return ExcelSheets.Read(name, workbook);
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

    /// <summary>What can be gone through again is not copied into memory.</summary>
    private static Stream Whole(string name, Stream content)
    {
        var whole = content.CanSeek && content.Position == 0 ? content : Copy(name, content);
        return whole.Length switch
        {
            0 => throw Malformed(Said.Of<SheetTexts>("EmptyFile", name)),
            > Largest => throw TooLarge(name),
            _ => whole,
        };
    }

    private static MemoryStream Copy(string name, Stream content)
    {
        var all = new MemoryStream();
        var part = new byte[81920];
        for (int read; (read = content.Read(part)) > 0;)
        {
            all.Write(part, 0, read);
            if (all.Length > Largest)
            {
                throw TooLarge(name);
            }
        }

        all.Position = 0;
        return all;
    }

    private static ConnectorFailure TooLarge(string name) => Malformed(Said.Of<SheetTexts>("TooLarge", name, Largest / (1024 * 1024)));

    private static ConnectorFailure Malformed(Said said, Exception? inner = null) => new(FailureKind.Malformed, said, inner);
}
