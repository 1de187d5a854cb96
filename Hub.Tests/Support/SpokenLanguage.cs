using System.Runtime.CompilerServices;

namespace Hub.Tests.Support;

/// <summary>Verbs that tests run speak Indonesian, whatever the locale of the machine.</summary>
internal static class SpokenLanguage
{
    [ModuleInitializer]
    internal static void Set() => Environment.SetEnvironmentVariable("HUB_LANGUAGE", "id");
}
