using System.CommandLine;
using System.Text.Json;
using Hub.Host.Verbs;

namespace Hub.Tests.Host.MailTools;

public sealed class MailVerbTests
{
    [Fact]
    public void A_file_that_cannot_be_read_is_named_and_the_others_are_printed()
    {
        var folder = Directory.CreateTempSubdirectory("hub-mail-verb-");
        var file = Path.Combine(folder.FullName, "surat.eml");
        File.WriteAllText(file, "From: Siti <siti@contoh.id>\nSubject: =?utf-8?Q?Pa=C3=B1uwun?=\nMessage-ID: <a@b>\n\nHalo\u00A0 dunia\n");

        var (exit, lines) = Run("read", Path.Combine(folder.FullName, "tidak-ada.eml"), file, "--json");

        folder.Delete(recursive: true);
        exit.ShouldBe(1);
        lines.Count.ShouldBe(2);
        lines[0].GetProperty("error").GetString().ShouldNotBeNullOrWhiteSpace();
        lines[1].GetProperty("subject").GetString().ShouldBe("Pañuwun");
        lines[1].GetProperty("messageId").GetString().ShouldBe("a@b");
        lines[1].GetProperty("textNoSpaceSha1").GetString().ShouldBe("fecb388e0181b2e019a7c31a244a2886a357f3ac");
    }

    private static (int Exit, List<JsonElement> Lines) Run(params string[] args)
    {
        using var output = new StringWriter();
        var exit = MailVerb.Create().Parse(args).Invoke(new InvocationConfiguration { Output = output });
        return (exit, [.. output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)]);
    }
}
