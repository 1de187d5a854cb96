using System.Globalization;
using Hub.Connectors;
using Hub.Host.Sources;

namespace Hub.Tests.Host.Sources;

/// <summary>Whoever connects a system reads what each field is, not the name of a property.</summary>
public sealed class OptionWordsTests
{
    public static TheoryData<string> Kinds => [.. ConnectorCatalog.Shipped.Kinds.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_option_and_every_choice_of_a_kind_has_words(string kind)
    {
        var fields = OptionsForm.Fields(Activator.CreateInstance(ConnectorCatalog.Shipped.Find(kind)!.Options)!);

        var before = CultureInfo.CurrentUICulture;
        try
        {
            foreach (var language in (CultureInfo[])[CultureInfo.InvariantCulture, new("en")])
            {
                CultureInfo.CurrentUICulture = language;
                fields.Where(f => Missing(f.Name)).Select(f => f.Name).ShouldBeEmpty(language.Name);
                fields.SelectMany(f => f.Choices).Where(c => Missing("choice." + c)).ShouldBeEmpty(language.Name);
            }
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }

        bool Missing(string key) => OptionTexts.Find(kind, key) is null;
    }

    [Fact]
    public void A_mailbox_begins_with_its_server_and_ends_with_the_end_of_its_key()
    {
        var plain = OptionsForm.Fields(new Hub.Connectors.Email.EmailOptions()).Where(f => !f.IsFine).Select(f => f.Name).ToList();

        plain[0].ShouldBe("Host");
        plain[^1].ShouldBe("CredentialsExpireOn");
    }
}
