using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.RegularExpressions;
using Hub.Connectors;
using Hub.Domain.Catalogue;
using Hub.Tests.Support;
using Quartz;

namespace Hub.Tests.Connectors;

/// <summary>Finds the forgotten connector, option, schedule or page.</summary>
public partial class CatalogTests
{
    public static TheoryData<string> Names => [.. ConnectorCatalog.Shipped.Kinds.Select(k => k.Name)];

    [Fact]
    public void Every_kind_that_is_written_is_registered_once()
    {
        var written = typeof(ConnectorKind).Assembly.GetTypes()
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static))
            .Where(p => p.PropertyType == typeof(ConnectorKind)).Select(p => (ConnectorKind)p.GetValue(null)!);

        ConnectorCatalog.Shipped.Kinds.Select(k => k.Name).ShouldBe(written.Select(k => k.Name), ignoreOrder: true);
        ConnectorCatalog.Shipped.Kinds.Select(k => k.Name).ShouldBeUnique();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_kind_is_named_in_kebab_case_and_belongs_to_a_known_system(string name)
    {
        var kind = ConnectorCatalog.Shipped.Find(name)!;

        KebabCase().IsMatch(kind.Name).ShouldBeTrue();
        kind.Title.ShouldNotBeNullOrWhiteSpace();
        ServiceCatalogue.Embedded().Systems.Select(s => s.Code).Append("email").Append("tabular").ShouldContain(kind.System);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_default_schedule_is_a_schedule(string name)
    {
        var cron = ConnectorCatalog.Shipped.Find(name)!.Cron;

        if (cron is not null)
        {
            new CronExpression(cron).GetNextValidTimeAfter(new DateTimeOffset(2026, 3, 12, 0, 0, 0, TimeSpan.Zero)).ShouldNotBeNull();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Options_are_a_sealed_class_with_defaults_whose_free_values_are_checked(string name)
    {
        var options = ConnectorCatalog.Shipped.Find(name)!.Options;

        options.IsSealed.ShouldBeTrue();
        Activator.CreateInstance(options).ShouldNotBeNull();
        options.GetProperties().Where(p => p.CanWrite && p.PropertyType == typeof(int))
            .Where(p => !p.GetCustomAttributes<ValidationAttribute>().Any()).Select(p => p.Name).ShouldBeEmpty("numbers need a range");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_sounds_like_a_secret_is_one(string name)
    {
        var open = ConnectorCatalog.Shipped.Find(name)!.Options.GetProperties()
            .Where(p => p.PropertyType == typeof(string) && SecretName().IsMatch(p.Name) && !p.IsDefined(typeof(SecretAttribute)));

        open.Select(p => p.Name).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_of_a_kind_names_it_and_every_setting(string name)
    {
        var kind = ConnectorCatalog.Shipped.Find(name)!;
        var folder = kind.Folder ?? kind.Options.Namespace!["Hub.Connectors.".Length..].Replace('.', Path.DirectorySeparatorChar);
        var page = Path.Combine(Need.Repository, "Hub.Connectors", folder, "README.md");

        File.Exists(page).ShouldBeTrue($"{folder}/README.md");
        var text = File.ReadAllText(page);
        text.ShouldContain($"`{name}`");
        kind.Options.GetProperties(BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite)
            .Select(p => p.Name).Where(p => !text.Contains(p, StringComparison.Ordinal)).ShouldBeEmpty("settings the page does not name");
    }

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
    private static partial Regex KebabCase();

    [GeneratedRegex("(Password|Token|Key|Sandi|Secret)$")]
    private static partial Regex SecretName();
}
