using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hub.Connectors.Email;
using Hub.Domain;

namespace Hub.Host.Verbs;

/// <summary>The verb <c>mail</c>: shows what the hub reads from mail files, one JSON object a line.</summary>
public static class MailVerb
{
    private static readonly JsonSerializerOptions Lines = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = VerbTexts.Say("MailFiles"), Arity = ArgumentArity.OneOrMore };
        var json = new Option<bool>("--json") { Description = VerbTexts.Say("ObjectPerLine") };
        var read = new Command("read", VerbTexts.Say("MailRead")) { files, json };
        read.SetAction(parse => Read(parse.GetRequiredValue(files), parse.GetValue(json), parse.InvocationConfiguration.Output, parse.InvocationConfiguration.Error));
        return new Command("mail", VerbTexts.Say("Mail")) { read };
    }

    /// <returns>0 when every file could be read, else 1; the others are printed all the same.</returns>
    private static int Read(string[] files, bool json, TextWriter output, TextWriter error)
    {
        var failed = 0;
        foreach (var file in files)
        {
            try
            {
                var line = MailLine.Of(file, MailReader.Read(File.ReadAllBytes(file)));
                output.WriteLine(json ? JsonSerializer.Serialize(line, Lines) : Summary(line));
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
            {
                failed++;
                (json ? output : error).WriteLine(json ? JsonSerializer.Serialize(new { file, error = unreadable.Message }, Lines) : $"{file}: {unreadable.Message}");
            }
        }

        return failed == 0 ? 0 : 1;
    }

    private static string Summary(MailLine line)
    {
        var from = string.Join(", ", line.From.Select(p => p.Name is null ? p.Address : $"{p.Name} <{p.Address}>"));
        return $"{line.File}\n  {line.Date ?? "-"}  {from}\n  {line.Subject ?? "-"}\n  {line.TextStart}\n  {VerbTexts.Say("MailAttachments", line.Attachments.Count)}";
    }
}
