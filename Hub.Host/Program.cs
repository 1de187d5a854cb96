return await Hub.Host.Verbs.RunAsync(args);
