using System.ComponentModel.DataAnnotations;

namespace Hub.Connectors.Letters;

/// <summary>The program that reads words from pictures of letters (<c>Hub:Ocr</c>).</summary>
public sealed class OcrOptions
{
    /// <summary>Tesseract 4 or newer, as a command or the path of its file; default none: pictures stay for people to read.</summary>
    public string? Program { get; set; }

    /// <summary>As Tesseract names them, joined by <c>+</c>; each must be installed beside it. Default <c>ind</c>.</summary>
    [RegularExpression("^[A-Za-z0-9_]+(\\+[A-Za-z0-9_]+)*$", ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Form))]
    public string Languages { get; set; } = "ind";

    /// <summary>For all pictures of one item; default 30 seconds. What was not reached stays for people to read.</summary>
    [Range(1, 300, ErrorMessageResourceType = typeof(OptionFaults), ErrorMessageResourceName = nameof(OptionFaults.Range))]
    public int Seconds { get; set; } = 30;
}
