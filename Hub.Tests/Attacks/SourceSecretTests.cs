using System.Reflection;
using Hub.Connectors;
using Hub.Connectors.Email;
using Hub.Host.Sources;

namespace Hub.Tests.Attacks;

/// <summary>Whoever changes where a source lies cannot have its stored secrets sent there.</summary>
public sealed class SourceSecretTests
{
    public static TheoryData<Type> Kinds => [.. ConnectorCatalog.Shipped.Kinds.Select(k => k.Options).Append(typeof(SmtpOptions)).Where(o => SourceSettings.SecretsOf(o).Any()).Distinct()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Another_host_forgets_every_secret_and_the_same_one_keeps_them(Type kind)
    {
        var places = Places(kind);
        places.ShouldNotBeEmpty();
        foreach (var place in places)
        {
            var before = Filled(kind);
            Secrets(OptionsForm.Read(before, new Dictionary<string, string>()).Options).ShouldBe(Secrets(before));

            var (after, _) = OptionsForm.Read(before, new Dictionary<string, string> { [place.Name] = place.Name.EndsWith("Host", StringComparison.Ordinal) ? "penyusup.contoh" : "https://penyusup.contoh/" });

            Secrets(after).ShouldAllBe(s => s == null || !s.ToString()!.Contains("rahasia"), place.Name);
        }
    }

    /// <summary>Whatever says where a server is, by its type or by its name.</summary>
    private static List<PropertyInfo> Places(Type kind) =>
        [.. kind.GetProperties().Where(p => p.CanWrite && (p.PropertyType == typeof(Uri) || p.Name.EndsWith("Host", StringComparison.Ordinal) || (p.Name.EndsWith("Address", StringComparison.Ordinal) && kind != typeof(EmailOptions) && kind != typeof(SmtpOptions))))];

    private static object Filled(Type kind)
    {
        var options = Activator.CreateInstance(kind)!;
        foreach (var place in Places(kind))
        {
            place.SetValue(options, place.PropertyType == typeof(Uri) ? new Uri("https://sumber.contoh/") : place.Name.EndsWith("Host", StringComparison.Ordinal) ? "sumber.contoh" : "https://sumber.contoh/");
        }

        foreach (var secret in SourceSettings.SecretsOf(kind).Where(s => s.PropertyType == typeof(string)))
        {
            secret.SetValue(options, $"rahasia-{secret.Name}");
        }

        return options;
    }

    private static List<object?> Secrets(object options) => [.. SourceSettings.SecretsOf(options.GetType()).Select((PropertyInfo s) => s.GetValue(options))];
}
