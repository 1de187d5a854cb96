using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Hub.Connectors;
using Hub.Host;
using Hub.Host.Foundation;
using Hub.Host.Sources;
using Hub.Host.Storage;
using Hub.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace Hub.Tests.Host.Verbs;

/// <summary>Every setting with a wrong value: one Indonesian sentence with the setting, the value and what is allowed.</summary>
public sealed class WrongSettingTests
{
    private const string Nonsense = "salah-tulis";

    private static readonly string[] English = ["must ", "failed", "valid", "convert", "invalid", " is ", " not ", "between"];

    private static readonly ConnectorCatalog Catalog = ConnectorCatalog.Shipped;

    public static TheoryData<string> Formed() => [.. Leaves(typeof(HubOptions), "Hub").Where(l => HasForm(l.Type)).Select(l => l.Path), "Hub:Sso:Authority", "Hub:Sso:RequireHttps"];

    public static TheoryData<string> Bounded() => [.. Leaves(typeof(HubOptions), "Hub").Where(l => l.Range is not null && !l.Path.Contains("Mail:", StringComparison.Ordinal)).Select(l => l.Path)];

    public static TheoryData<string> OfKinds() => [.. Catalog.Kinds.SelectMany(k => Leaves(k.Options, k.Name).Where(l => HasForm(l.Type)).Select(l => l.Path))];

    [Theory]
    [MemberData(nameof(Formed))]
    public void A_value_that_is_not_of_its_form_is_named_with_what_is_allowed(string path)
    {
        var said = Should.Throw<StartupRefusal>(() => HubApp.OptionsOf([$"--{path}={Nonsense}"])).Message;

        Check(said, path, Nonsense);
    }

    [Theory]
    [MemberData(nameof(Bounded))]
    public void A_number_out_of_its_bounds_is_named_with_them(string path)
    {
        var range = Leaves(typeof(HubOptions), "Hub").First(l => l.Path == path).Range!;
        var beyond = ((int)range.Maximum + 1).ToString(CultureInfo.InvariantCulture);

        var said = Should.Throw<StartupRefusal>(() => HubApp.OptionsOf([$"--{path}={beyond}"])).Message;

        said = said.Split(Environment.NewLine).Single(line => line.Contains(path, StringComparison.Ordinal));
        Check(said, path, beyond);
        said.ShouldContain(range.Maximum.ToString()!);
    }

    [Theory]
    [MemberData(nameof(OfKinds))]
    public void A_wrong_value_of_a_source_is_named_like_any_other(string path)
    {
        var (kind, name) = (path.Split(':')[0], path[(path.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        var section = new ConfigurationBuilder().AddInMemoryCollection([new($"Hub:Sources:uji:Options:{name}", Nonsense)]).Build().GetSection("Hub:Sources:uji:Options");

        var said = Should.Throw<StartupRefusal>(() => SourceSettings.Bind(Catalog.Find(kind)!, section)).Message;

        Check(said, $"Hub:Sources:uji:Options:{name}", Nonsense);
    }

    [Theory]
    [InlineData("--Hub:Store=Foo", "Setelan Hub:Store: \"Foo\" tidak dapat dipakai; pilihan: Sqlite, Postgres.")]
    [InlineData("--Hub:Sending:QuietFrom=25:00", "Setelan Hub:Sending:QuietFrom: \"25:00\" tidak dapat dipakai; harus jam, misalnya 07:30.")]
    [InlineData("--Hub:PublicAddress=hub.contoh.id", "Setelan Hub:PublicAddress: \"hub.contoh.id\" tidak dapat dipakai; harus alamat lengkap yang diawali http:// atau https://.")]
    [InlineData("--Hub:Administrators:0=budi", "Setelan Hub:Administrators:0: \"budi\" tidak dapat dipakai; harus alamat surel, misalnya biro.kesra@contoh.go.id.")]
    [InlineData("--Hub:Contacts:kesra:Staff:0=siti", "Setelan Hub:Contacts:kesra:Staff:0: \"siti\" tidak dapat dipakai; harus alamat surel, misalnya biro.kesra@contoh.go.id.")]
    [InlineData("--urls=http://localhost:70000", "Setelan urls: \"http://localhost:70000\" tidak dapat dipakai; harus alamat yang didengarkan hub, misalnya http://localhost:5080, dengan port 0 sampai 65535.")]
    [InlineData("--Hub:Sources:kotak:OldItems=Lupa", "Setelan Hub:Sources:kotak:OldItems: \"Lupa\" tidak dapat dipakai; pilihan: Tell, Quiet, Leave.")]
    public void One_sentence_says_it(string setting, string sentence) => Should.Throw<StartupRefusal>(() => HubApp.OptionsOf([setting])).Message.ShouldBe(sentence);

    /// <summary>Half of the sentence came from the language of the machine.</summary>
    [Fact]
    public void The_whole_sentence_is_of_the_language_of_the_terminal()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");

        One_sentence_says_it("--Hub:Ping=tidak", "Setelan Hub:Ping: \"tidak\" tidak dapat dipakai; harus alamat lengkap yang diawali http:// atau https://.");
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("berkas"), "");
        var data = Path.Combine(folder.File("berkas"), "data");

        Should.Throw<StartupRefusal>(() => HubApp.Build([$"--Hub:Data={data}"])).Message.ShouldStartWith($"Setelan Hub:Data: \"{data}\" tidak dapat dipakai; folder itu tidak dapat dibuat");
    }

    [Theory]
    [InlineData("--Hub:Connection=Sandi=rahasia=1")]
    [InlineData("--Hub:Connection=")]
    public void A_connection_that_is_none_is_not_repeated(string setting)
    {
        var said = Should.Throw<StartupRefusal>(() => HubApp.OptionsOf(["--Hub:Store=Postgres", setting])).Message;

        said.ShouldStartWith("Setelan Hub:Connection: ");
        said.ShouldNotContain("rahasia");
    }

    [Fact]
    public void Every_check_of_a_setting_speaks_our_languages()
    {
        var types = Catalog.Kinds.Select(k => k.Options).Concat([typeof(HubOptions), typeof(SsoOptions), typeof(SourceSetting), .. typeof(HubOptions).GetProperties().Select(p => p.PropertyType).Where(IsOptions)]);

        types.SelectMany(t => t.GetProperties()).SelectMany(p => p.GetCustomAttributes<ValidationAttribute>().Select(a => (p, a)))
            .Where(x => x.a.ErrorMessageResourceName is null && x.a.GetType().Assembly != typeof(ConnectorCatalog).Assembly).Select(x => $"{x.p.DeclaringType!.Name}.{x.p.Name}: {x.a.GetType().Name}").ShouldBeEmpty();
    }

    private static void Check(string said, string path, string value)
    {
        said.ShouldStartWith($"Setelan {path}: \"{value}\" ");
        said.ShouldNotContain(Environment.NewLine);
        English.Where(word => said.Contains(word, StringComparison.Ordinal)).ShouldBeEmpty(said);
    }

    private static bool HasForm(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { } inner && inner != typeof(string) && !inner.IsArray && (inner.IsValueType || inner == typeof(Uri));

    private static bool IsOptions(Type type) => type is { IsClass: true, Namespace: { } space } && space.StartsWith("Hub.", StringComparison.Ordinal);

    /// <summary>Every setting below an object; of a dictionary one entry.</summary>
    private static IEnumerable<(string Path, Type Type, RangeAttribute? Range)> Leaves(Type type, string path)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var (below, of) = ($"{path}:{property.Name}", property.PropertyType);
            if (of.IsGenericType && of.GetGenericTypeDefinition() == typeof(IDictionary<,>))
            {
                (below, of) = ($"{below}:kesra", of.GetGenericArguments()[1]);
            }
            else if (!property.CanWrite)
            {
                continue;
            }

            foreach (var leaf in IsOptions(of) ? Leaves(of, below) : [(below, of, property.GetCustomAttribute<RangeAttribute>())])
            {
                yield return leaf;
            }
        }
    }
}
